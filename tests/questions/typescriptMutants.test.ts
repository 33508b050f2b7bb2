import { expect, test } from 'vitest';
import { typescriptMutants } from '../../scripts/mutants/typescriptMutants.ts';

const body = (statement: string) => `export function f(x: any, a: any, b: any, c: any) {\n  ${statement}\n}\n`;
const made = (statement: string, operator: string) =>
  typescriptMutants('solution.ts', body(statement), 'f')
    .filter((one) => one.operator === operator)
    .map((one) => one.after);

test.each<[string, string, string[]]>([
  ['other_sign', 'return a + b;', ['return a - b;']],
  ['other_sign', 'return a < b && c;', ['return a < b || c;', 'return a <= b && c;', 'return a > b && c;']],
  ['dropped_term', 'return a * b;', ['return a;', 'return b;']],
  ['dropped_term', 'return a - b;', ['return a;']],
  ['lost_sign', 'return -a;', ['return a;']],
  ['off_by_one', 'return x.sum(1);', ['return x.sum(2);', 'return x.sum(0);']],
  ['off_by_one', 'return x.mul(0.5);', ['return x.mul(1);', 'return x.mul(0);']],
  ['flag', 'return x.sum(1, true);', ['return x.sum(1, false);']],
  ['swapped_arguments', 'return g(a, b);', ['return g(b, a);']],
  ['swapped_arguments', 'return x.reshape([a, b, c]);', ['return x.reshape([b, a, c]);', 'return x.reshape([a, c, b]);']],
  ['swapped_arguments', 'return tf.maximum(a, b);', []],
  ['dropped_argument', 'return x.sum(1, true);', ['return x.sum(1);']],
  ['other_function', 'return x.add(b).sum(1);', ['return x.add(b).mean(1);', 'return x.sub(b).sum(1);']],
  ['forgotten_call', 'return x.transpose([1, 0]);', ['return x;']],
  ['forgotten_call', 'return tf.sqrt(x);', ['return x;']],
  ['lower_dtype', "return x.cast('float32');", ["return x.cast('int32');"]],
  ['one_branch', 'return a ? b : c;', ['return true ? b : c;', 'return false ? b : c;']],
  ['removed_statement', 'x.dispose();', [';']],
  ['other_refusal', "throw new RangeError('a' + b);", ["throw new EvalError('a' + b);"]],
])('%s of %s', (operator, statement, after) => {
  expect(made(statement, operator)).toEqual(after);
});

test('types, imports and what a message says are left alone', () => {
  const source = "import { x } from 'a';\ninterface A { n: 1 }\ntype B = [1, 2];\nexport function f(a: [1, 2]): 1 {\n  throw new Error(`${1 + 2} ${g(a, 1)}`);\n}\n";
  expect(typescriptMutants('a.ts', source, 'f').filter((one) => one.operator !== 'spoilt').map((one) => one.operator)).toEqual(['other_refusal']);
});

test('each mutant is another program that the parser reads, at the line that it names', () => {
  const source = 'const k = 2;\nexport const g = (a: number) => {\n  return a * k;\n};\n';
  const mutants = typescriptMutants('a.ts', source, 'g');
  expect(new Set(mutants.map((one) => one.source)).size).toBe(mutants.length);
  expect(mutants.find((one) => one.after === 'return a / k;')).toMatchObject({ line: 3, before: 'return a * k;', source: source.replace('*', '/') });
});

test('the entry is spoilt in each way, whatever it is exported as', () => {
  const kinds = typescriptMutants('a.ts', body('return a;'), 'f').filter((one) => one.operator === 'spoilt');
  expect(kinds.map((one) => one.after)).toEqual(['f(…), zeros', 'f(…), constant', 'f(…), identity', 'f(…), ignores inputs', 'f(…), other dtype']);
  for (const { source } of kinds) expect(source).toMatch(/function spoiltEntry\(x[^]*export async function f\(/);
});
