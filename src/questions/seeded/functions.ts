import { toFloat16 } from './toFloat16.ts';
import { FormulaFailed, list, number, type Value } from './value.ts';

export interface FormulaFunction {
  /** Fewest and most arguments. */
  takes: [number, number];
  apply(values: Value[]): Value;
}

const ofNumber = (f: (x: number) => number): FormulaFunction => ({ takes: [1, 1], apply: ([x]) => f(number(x)) });
const ofList = (f: (values: number[]) => Value): FormulaFunction => ({ takes: [1, 1], apply: ([values]) => f(list(values).map(number)) });
/** `min(a, b, …)` as well as `min(list)`. */
const ofMany = (f: (values: number[]) => number): FormulaFunction => ({
  takes: [1, 20],
  apply: (values) => f((values.length === 1 && Array.isArray(values[0]) ? values[0] : values).map(number)),
});

/** Everything that a formula can call, besides `if(condition, a, b)` and `list(i, n, formula)`. */
export const functions: Record<string, FormulaFunction> = {
  // A null prototype: `constructor` is no function of the language.
  __proto__: null as never,

  abs: ofNumber(Math.abs),
  sqrt: ofNumber(Math.sqrt),
  exp: ofNumber(Math.exp),
  log: ofNumber(Math.log),
  log2: ofNumber(Math.log2),
  log10: ofNumber(Math.log10),
  sin: ofNumber(Math.sin),
  cos: ofNumber(Math.cos),
  tanh: ofNumber(Math.tanh),
  sigmoid: ofNumber((x) => 1 / (1 + Math.exp(-x))),
  floor: ofNumber(Math.floor),
  ceil: ofNumber(Math.ceil),
  float32: ofNumber(Math.fround),
  float16: ofNumber(toFloat16),
  round: { takes: [1, 2], apply: ([x, places]) => rounded(number(x), places === undefined ? 0 : number(places)) },
  gcd: { takes: [2, 2], apply: ([a, b]) => gcd(Math.abs(number(a)), Math.abs(number(b))) },
  factorial: ofNumber((n) => product(Array.from({ length: whole(n) }, (_, index) => index + 1))),
  min: ofMany((values) => Math.min(...values)),
  max: ofMany((values) => Math.max(...values)),
  sum: ofMany(total),
  product: ofMany(product),
  mean: ofMany((values) => total(values) / values.length),
  /** Divides by n; `variance(x) * len(x) / (len(x) - 1)` is the unbiased one. */
  variance: ofMany((values) => {
    const mean = total(values) / values.length;
    return total(values.map((value) => (value - mean) ** 2)) / values.length;
  }),
  dot: {
    takes: [2, 2],
    apply: ([a, b]) => {
      const [left, right] = [list(a).map(number), list(b).map(number)];
      if (left.length !== right.length) throw new FormulaFailed(`lists of ${left.length} and ${right.length} have no dot product`);
      return total(left.map((value, index) => value * right[index]!));
    },
  },
  len: { takes: [1, 1], apply: ([values]) => list(values).length },
  at: { takes: [2, 2], apply: ([values, index]) => entry(list(values), number(index)) },
  sort: ofList((values) => [...values].sort((a, b) => a - b)),
  /** Indices, the smallest value first; equal values keep their order. */
  argsort: ofList((values) => values.map((_, index) => index).sort((a, b) => values[a]! - values[b]! || a - b)),
  reverse: { takes: [1, 1], apply: ([values]) => [...list(values)].reverse() },
  range: { takes: [1, 1], apply: ([length]) => Array.from({ length: whole(number(length)) }, (_, index) => index) },
  distinct: ofList((values) => new Set(values).size === values.length),
  all: { takes: [1, 1], apply: ([values]) => list(values).every((value) => value === true) },
  any: { takes: [1, 1], apply: ([values]) => list(values).some((value) => value === true) },
};

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function product(values: number[]): number {
  return values.reduce((result, value) => result * value, 1);
}

function entry(values: Value[], index: number): Value {
  if (!Number.isInteger(index) || index < 0 || index >= values.length) throw new FormulaFailed(`a list of ${values.length} has no entry ${index}; the first is 0`);
  return values[index]!;
}

function whole(n: number): number {
  if (!Number.isInteger(n) || n < 0 || n > 170) throw new FormulaFailed(`${n} is no whole number from 0 to 170`);
  return n;
}

/** Half away from zero, in decimals: 2.675 rounds to 2.68, though its binary form lies below. */
function rounded(x: number, places: number): number {
  const shifted = Number(`${Math.abs(x).toPrecision(15)}`) * 10 ** whole(places);
  return (Math.sign(x) * Math.round(Number(shifted.toPrecision(15)))) / 10 ** places;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
