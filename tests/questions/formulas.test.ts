import { describe, expect, test } from 'vitest';
import { parseFormula } from '../../scripts/gen/questionBank/parseFormula.ts';
import { evaluate } from '../../src/questions/seeded/formula.ts';
import type { Value } from '../../src/questions/seeded/value.ts';

const figures = { x: 3, y: 4, v: [5, 2, 9], act: 'relu' };

describe('a formula means what it looks like', () => {
  test.each<[string, Value]>([
    ['1 + 2 * 3', 7], ['(1 + 2) * 3', 9], ['10 - 4 - 3', 3], ['2 ^ 3 ^ 2', 512], ['-2 ^ 2', -4], ['2 ^ -1', 0.5], ['-x + 1', -2], ['2 * -x', -6], ['12 / 3 / 2', 2],
    ['-7 % 3', 2], ['7 % -3', -2], ['x == 3 and y > 3', true], ['not x == 3 or y == 4', true], ['not (x == 3 or y == 4)', false], ['1 < 2', true], ['x != y', true], ['true or false', true],
    ['1e3 + 1.5', 1001.5], ['sqrt(x ^ 2 + y ^ 2)', 5], ['round(2.675, 2)', 2.68], ['round(-2.5)', -3], ['round(1234.5, 0)', 1235], ['floor(-0.5)', -1], ['gcd(12, 18)', 6], ['factorial(5)', 120],
    ['min(x, y, 1)', 1], ['max(v)', 9], ['sum(v)', 16], ['mean(2, 4)', 3], ['variance([1, 3])', 1], ['product(v)', 90], ['dot(v, [1, 2, 3])', 36], ['len(v)', 3], ['at(v, 0)', 5],
    ['sort(v)', [2, 5, 9]], ['argsort(v)', [1, 0, 2]], ['argsort([2, 1, 2])', [1, 0, 2]], ['reverse(v)', [9, 2, 5]], ['range(3)', [0, 1, 2]], ['distinct([1, 2, 1])', false], ['all([x == 3, y == 4])', true], ['any([])', false],
    ['list(i, 3, i ^ 2)', [0, 1, 4]], ['sum(list(i, 3, sum(list(j, i, j))))', 1], ['list(x, 2, x + y)', [4, 5]],
    ['if(act == "relu", max(x, 0), 0)', 3], ['float16(1 / 3)', 0.333251953125], ['float32(0.1)', 0.10000000149011612], ['sigmoid(0)', 0.5], ['log2(8)', 3], ['cos(pi)', -1], ['log(e)', 1], ['[x, [y]]', [3, [4]]],
  ])('%s', (text, value) => {
    expect(evaluate(parseFormula(text).formula, figures)).toEqual(value);
  });

  test('the names that need a value are told, bound ones are not', () => {
    expect(parseFormula('x + list(i, n, i * y)').names).toEqual(['x', 'n', 'y']);
  });
});

describe('what cannot be read says why', () => {
  test.each([
    ['', 'the formula ends too early'], ['1 +', 'the formula ends too early'], ['1 2', '"2" does not continue the formula'], ['(1', 'a ")" is missing'], ['[1 2]', 'a comma or a closing bracket is missing'],
    ['1 < 2 < 3', 'comparisons do not chain'], ['x ** 2', 'write ^ for a power'], ['x // 2', 'write floor(a / b)'], ['foo(1)', 'there is no function "foo"'], ['constructor(1)', 'there is no function "constructor"'],
    ['sqrt', '"sqrt" is a function'], ['sqrt(1, 2)', 'sqrt(…) takes 1 values, not 2'], ['if(true, 1)', 'if(…) takes 3 values, not 2'], ['* 2', 'a value is missing before "*"'], ['a.b', 'nothing is known that starts with ".b"'],
    ['x; y', 'nothing is known that starts with ";'], ['`x`', 'nothing is known that starts with'], ['list(1, 2, 3)', 'starts with a name for the index'], ['x = 3', 'nothing is known that starts with "= 3"'], ['1)', '")" does not continue'],
  ])('%s', (text, message) => {
    expect(() => parseFormula(text)).toThrow(message);
  });
});
