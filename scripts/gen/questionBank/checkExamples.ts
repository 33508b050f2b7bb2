import type { ShownTensor } from '../../../src/protocol/judgeReport.ts';
import type { PublicCase } from '../../../src/questions/types.ts';
import type { BankProblem } from './bankProblem.ts';
import { blocks } from './checkMarkdown.ts';

/**
 * The worked examples of a statement against the cases that the judge really uses. A block
 *
 *     ```example pytorch public_example
 *     groups = 3
 *     x shape (1, 6) = [0, 1, 2, 3, 4, 5]
 *     output shape (1, 6) = [0, 2, 4, 1, 3, 5]
 *     ```
 *
 * names runtime and case. `name = value` is a parameter (dots go inside), `name shape (…) = […]` an input or an output;
 * `output <name> shape …` says that an output is meant where an input has the same name.
 */
export function checkExamples(file: string, statement: string, cases: PublicCase[]): BankProblem[] {
  const problems: BankProblem[] = [];
  for (const block of blocks(statement)) {
    const [word, runtime, name] = block.info.split(/\s+/);
    if (word !== 'example') continue;
    const report = (offset: number, problem: string, cure: string) => problems.push({ file, line: block.line + offset, problem, cure });
    const found = cases.find((one) => one.runtime === runtime && one.name === name);
    if (found === undefined) {
      const names = cases.filter((one) => one.runtime === runtime).map((one) => one.name);
      report(0, `There is no public case ${name} of ${runtime}.`, `Public cases are ${names.join(', ') || 'none'}.`);
      continue;
    }
    block.body.trimEnd().split('\n').forEach((line, index) => {
      const said = checkLine(line, found);
      if (said !== null) report(index + 1, said, 'Copy the values from the generated public case.');
    });
  }
  return problems;
}

function checkLine(line: string, found: PublicCase): string | null {
  const tensor = /^(output )?([a-z][a-z0-9_]*) shape \(([\d, ]*)\) = (\[.*\])$/.exec(line);
  if (tensor) {
    const [, mark, name, shape, values] = tensor;
    const places = mark ? (found.expected ?? []) : [...(found.inputs ?? []), ...(found.expected ?? [])];
    return compareTensor(name!, places.find((one) => one.name === name), numbers(`[${shape!}]`), numbers(values!));
  }
  const param = /^([a-z][a-z0-9_.]*) = (.+)$/.exec(line);
  if (!param) return `The line "${line}" is no example line.`;
  const stored = param[1]!.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], found.params);
  return JSON.stringify(stored) === JSON.stringify(JSON.parse(param[2]!)) ? null : `${param[1]} is ${JSON.stringify(stored)} in the case.`;
}

function compareTensor(name: string, tensor: ShownTensor | undefined, shape: number[], values: number[]): string | null {
  if (tensor === undefined) return `The case has no tensor ${name}.`;
  if (JSON.stringify(tensor.shape) !== JSON.stringify(shape)) return `${name} has the shape (${tensor.shape.join(', ')}) in the case.`;
  return JSON.stringify(tensor.values) === JSON.stringify(values) ? null : `${name} is [${tensor.values.join(', ')}] in the case.`;
}

const numbers = (text: string): number[] => JSON.parse(text) as number[];
