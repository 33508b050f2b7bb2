import ts from 'typescript';
import { editsOf } from './operators.ts';

export interface TypescriptMutant {
  operator: string;
  /** From 1; 0 where the entry as a whole is spoilt. */
  line: number;
  before: string;
  after: string;
  source: string;
}

/** Wrong variants of a TypeScript or JavaScript answer, each text once and each readable by the parser. */
export function typescriptMutants(name: string, text: string, entry: string): TypescriptMutant[] {
  const source = parse(name, text);
  const seen = new Set([text]);
  const found: TypescriptMutant[] = [];
  for (const { operator, start, end, text: instead } of editsOf(source)) {
    const mutated = text.slice(0, start) + instead + text.slice(end);
    if (seen.has(mutated) || !isReadable(name, mutated)) continue;
    seen.add(mutated);
    const line = source.getLineAndCharacterOfPosition(start).line;
    const shown = linesOf(text, start, end);
    found.push({ operator, line: line + 1, before: shown.text, after: shown.text.slice(0, start - shown.start) + instead + shown.text.slice(end - shown.start), source: mutated });
  }
  return [...found, ...spoilt(text, entry)];
}

function parse(name: string, text: string): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, name.endsWith('.js') ? ts.ScriptKind.JS : ts.ScriptKind.TS);
}

function isReadable(name: string, text: string): boolean {
  const { diagnostics } = ts.transpileModule(text, { fileName: name, reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } });
  return (diagnostics ?? []).length === 0;
}

/** The whole lines around an edit, without the indentation, so that moving code keeps the key. */
function linesOf(text: string, start: number, end: number): { start: number; text: string } {
  let first = text.lastIndexOf('\n', start - 1) + 1;
  while (text[first] === ' ' && first < start) first++;
  const newline = text.indexOf('\n', end);
  return { start: first, text: text.slice(first, newline < 0 ? text.length : newline) };
}

const spoilers: Record<string, string> = {
  zeros: 'map(result, (t) => tf.zerosLike(t))',
  constant: 'map(result, (t) => tf.onesLike(t))',
  identity: 'args[0]',
  ignores_inputs: 'spoiltEntry(...args.map((arg) => map(arg, (t) => tf.onesLike(t))))',
  other_dtype: "map(result, (t) => t.cast(t.dtype === 'float32' ? 'int32' : 'float32'))",
};

/** The right answer with its entry renamed, and one of its name that spoils what comes out or what goes in. */
function spoilt(text: string, entry: string): TypescriptMutant[] {
  const head = new RegExp(`export\\s+((?:async\\s+)?function\\s+)${entry}\\b`);
  if (!head.test(text)) return [];
  return Object.entries(spoilers).map(([kind, result]) => ({
    operator: 'spoilt',
    line: 0,
    before: `${entry}(…)`,
    after: `${entry}(…), ${kind.replace('_', ' ')}`,
    source: `${importOfTensors(text)}${text.replace(head, '$1spoiltEntry')}

function map(value: any, change: (t: any) => any): any {
  if (value && typeof value === 'object' && 'dtype' in value && 'shape' in value) return change(value);
  if (Array.isArray(value)) return value.map((one) => map(one, change));
  return value;
}

export async function ${entry}(...args: any[]): Promise<any> {
  const result: any = await (spoiltEntry as any)(...args);
  return ${result.startsWith('map(result') || kind === 'identity' || kind === 'ignores_inputs' ? result : 'result'};
}
`,
  }));
}

const importOfTensors = (text: string): string => (/import\s+\*\s+as\s+tf\b/.test(text) ? '' : "import * as tf from '@tensorflow/tfjs';\n");
