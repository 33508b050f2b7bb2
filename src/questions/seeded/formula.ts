import { functions } from './functions.ts';
import { FormulaFailed, type Figures, number, same, shown, truth, type Value } from './value.ts';

/**
 * A formula as the generator parsed it: a number, or an operation with its arguments. Plain JSON, so it travels inside
 * the generated files, and nothing at run time ever reads source text.
 */
export type Formula = number | Operation;

/** Its name first, then what it works on. */
export interface Operation extends Array<Formula | string> {
  0: string;
}

const stepsMax = 20_000;

/** The value of a formula. The number of steps is bounded, so no formula can hold a request up. */
export function evaluate(formula: Formula, figures: Figures): Value {
  const budget = { steps: stepsMax };
  return valueOf(formula, figures, budget);
}

type Budget = { steps: number };

function valueOf(formula: Formula, figures: Figures, budget: Budget): Value {
  if (--budget.steps < 0) throw new FormulaFailed(`it takes more than ${stepsMax} steps`);
  if (typeof formula === 'number') return formula;
  const [operation, ...parts] = formula as [string, ...(Formula | string)[]];
  const at = (index: number): Value => valueOf(parts[index] as Formula, figures, budget);
  switch (operation) {
    case 'get':
      return lookUp(parts[0] as string, figures);
    case 'text':
      return parts[0] as string;
    // Only the branch that is chosen has to have a value.
    case 'if':
      return truth(at(0)) ? at(1) : at(2);
    case 'and':
      return truth(at(0)) && truth(at(1));
    case 'or':
      return truth(at(0)) || truth(at(1));
    case 'list':
      return listOf(parts[0] as string, number(at(1)), parts[2] as Formula, figures, budget);
    default:
      return apply(operation, parts.map((_part, index) => at(index)));
  }
}

function lookUp(name: string, figures: Figures): Value {
  if (!Object.hasOwn(figures, name)) throw new FormulaFailed(`"${name}" has no value yet`);
  return figures[name]!;
}

/** `list(i, n, f)`: the values of f for i = 0 … n - 1. */
function listOf(name: string, length: number, body: Formula, figures: Figures, budget: Budget): Value[] {
  if (!Number.isInteger(length) || length < 0 || length > 1000) throw new FormulaFailed(`a list cannot have ${length} entries`);
  return Array.from({ length }, (_, index) => valueOf(body, { ...figures, [name]: index }, budget));
}

function apply(operation: string, values: Value[]): Value {
  const [a, b] = values;
  switch (operation) {
    case '[]':
      return values;
    case 'not':
      return !truth(a);
    case '==':
      return same(a, b);
    case '!=':
      return !same(a, b);
    case '<':
      return number(a) < number(b);
    case '<=':
      return number(a) <= number(b);
    case '>':
      return number(a) > number(b);
    case '>=':
      return number(a) >= number(b);
  }
  const result = arithmetic(operation, values);
  if (typeof result === 'number' && !Number.isFinite(result)) throw new FormulaFailed(`"${operation}" of ${values.map(shown).join(' and ')} is no finite number`);
  return result;
}

function arithmetic(operation: string, values: Value[]): Value {
  const known = functions[operation];
  if (known !== undefined) return known.apply(values);
  const binary = binaryOperations[operation];
  if (binary === undefined) throw new FormulaFailed(`there is no operation "${operation}"`);
  return binary(number(values[0]), number(values[1]));
}

const binaryOperations: Record<string, (a: number, b: number) => number> = {
  __proto__: null as never,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  // The remainder has the sign of the divisor, as in Python and in mathematics.
  '%': (a, b) => a - b * Math.floor(a / b),
};
