import { describe, expect, test } from 'vitest';
import { drawFigures, type Draw, triesMax } from './drawFigures.ts';
import { fillText, formatValue } from './fillText.ts';
import { evaluate, type Formula } from './formula.ts';
import { createRandom, randomOf, shuffled } from './random.ts';
import { toFloat16 } from './toFloat16.ts';
import { FormulaFailed } from './value.ts';

const random = () => createRandom([1, 2, 3, 4]);

describe('draws', () => {
  test('are the same for ever', async () => {
    const drawn = Array.from({ length: 6 }, ((source) => () => source.below(1000))(random()));
    expect(drawn).toEqual([6, 91, 635, 559, 416, 434]);
    const named = await randomOf('a text');
    expect([named.below(2 ** 32), named.below(2 ** 32)]).toEqual([2838175637, 800784077]);
  });

  test('are even', () => {
    const source = random();
    const counts = new Array<number>(7).fill(0);
    for (let draw = 0; draw < 70_000; draw++) counts[source.below(7)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  test('a shuffle keeps every entry and reaches every order', () => {
    const source = random();
    const orders = new Set(Array.from({ length: 500 }, () => shuffled(source, ['a', 'b', 'c', 'd']).join('')));
    expect(orders.size).toBe(24);
    for (const order of orders) expect([...order].sort().join('')).toBe('abcd');
  });

  test('of each sort of variable stay within what was asked for', () => {
    const source = random();
    const draw: Draw = {
      variables: {
        word: { choice: ['relu', 'tanh'] },
        whole: { integer: [-3, 9], step: 4 },
        part: { decimal: [0.1, 0.4], places: 1 },
        order: { permutation: 4 },
        some: { integer: [1, 3], count: 3, distinct: true },
        many: { integer: [1, 2], count: 5 },
      },
      computed: [],
      require: [],
    };
    const seen: Record<string, Set<unknown>> = {};
    for (let draws = 0; draws < 300; draws++) {
      for (const [name, value] of Object.entries(drawFigures(draw, source).figures)) (seen[name] ??= new Set()).add(Array.isArray(value) ? JSON.stringify([...value].sort()) : value);
    }
    expect([...seen.word!].sort()).toEqual(['relu', 'tanh']);
    expect([...seen.whole!].sort((a, b) => Number(a) - Number(b))).toEqual([-3, 1, 5, 9]);
    // Not 0.30000000000000004: decimals print as they were meant.
    expect([...seen.part!].sort()).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect([...seen.order!]).toEqual(['[0,1,2,3]']);
    expect([...seen.some!]).toEqual(['[1,2,3]']);
    expect(seen.many!.size).toBe(6);
  });

  test('do not depend on the order of lines', () => {
    const [a, b] = [{ integer: [0, 1e6] as [number, number] }, { integer: [0, 1e6] as [number, number] }];
    const one = drawFigures({ variables: { a, b }, computed: [], require: [] }, random());
    const other = drawFigures({ variables: { b, a }, computed: [], require: [] }, random());
    expect(one.figures).toEqual(other.figures);
  });

  test('are repeated until the conditions hold, and not for ever', () => {
    const draw = (condition: Formula): Draw => ({ variables: { x: { integer: [0, 9] } }, computed: [['y', ['*', ['get', 'x'], 2]]], require: [condition] });
    const { figures, tries } = drawFigures(draw(['==', ['get', 'y'], 14]), random());
    expect(figures).toEqual({ x: 7, y: 14 });
    expect(tries).toBeGreaterThan(1);
    expect(() => drawFigures(draw(['==', ['get', 'y'], 3]), random())).toThrow(`No draw of ${triesMax}`);
  });
});

describe('texts', () => {
  test.each([
    [3, '', '3'], [0.1 + 0.2, '', '0.3'], [-0, '', '0'], [1e-7, '', '0.0000001'], [1234567.25, '', '1234567.25'],
    [2, '2', '2.00'], [-0.001, '2', '0.00'], [1 / 3, 's3', '0.333'], [123456, 's3', '123000'],
    [0.000123, 'e2', '1.23e-4'], [6.1e-5, 'x1', '6.1 \\times 10^{-5}'], [2.5, '+', '+2.5'], [-2.5, '+1', '-2.5'], [0, '+', '+0'],
  ])('%d as "%s" is "%s"', (value, format, text) => {
    expect(formatValue(value, format)).toBe(text);
  });

  test('placeholders of all sorts, and what is no figure stays', () => {
    const figures = { x: 3, name: 'relu', v: [3, 1, 2], yes: true };
    expect(fillText('{{x}} $a^{{{x}}}$ {{x:2}} {{name}} {{v}} {{v.1}} {{v.0:1}} {{yes}} {{blank}} {{constructor}}', figures)).toBe('3 $a^{3}$ 3.00 relu 3, 1, 2 1 3.0 true {{blank}} {{constructor}}');
    expect(() => fillText('{{v.3}}', figures)).toThrow('"v" has no entry 3');
  });
});

describe('formulas', () => {
  test.each<[Formula, string]>([
    [['/', 1, 0], '"/" of 1 and 0 is no finite number'],
    [['log', 0], '"log" of 0 is no finite number'],
    [['+', ['text', 'a'], 1], '"a" is no number'],
    [['and', 1, ['==', 0, 0]], '1 is neither true nor false'],
    [['at', ['[]', 1, 2], 2], 'a list of 2 has no entry 2'],
    [['==', 1, ['text', '1']], '1 and "1" cannot be compared'],
    [['get', 'constructor'], '"constructor" has no value yet'],
    [['constructor', 1], 'there is no operation "constructor"'],
    [['list', 'i', 1e9, 1], 'a list cannot have 1000000000 entries'],
    [['list', 'i', 1000, ['list', 'j', 1000, 1]], 'it takes more than 20000 steps'],
    [['factorial', 171], '171 is no whole number from 0 to 170'],
  ])('%j has no value', (formula, message) => {
    expect(() => evaluate(formula, {})).toThrow(FormulaFailed);
    expect(() => evaluate(formula, {})).toThrow(message);
  });

  test('only the branch that is chosen needs a value', () => {
    expect(evaluate(['if', ['==', 1, 1], 5, ['/', 1, 0]], {})).toBe(5);
    expect(evaluate(['or', ['==', 1, 1], ['/', 1, 0]], {})).toBe(true);
  });
});

test.each([
  [0, 0], [1, 1], [65504, 65504], [65519, 65504], [65520, Infinity], [-1e9, -Infinity], [1 / 3, 0.333251953125], [2049, 2048], [2051, 2052],
  [6.103515625e-5, 6.103515625e-5], [5.960464477539063e-8, 5.960464477539063e-8], [2.9e-8, 0], [3e-8, 5.960464477539063e-8], [600.3, 600.5],
])('%d in half precision is %d', (x, half) => {
  expect(toFloat16(x)).toBe(half);
});
