import { LineCounter, parseAllDocuments, type Document, isMap, isScalar, visit } from 'yaml';
import type { BankProblem } from './bankProblem.ts';

const bytesMax = 256 * 1024;

/** A parsed file that still knows its lines. */
export interface YamlFile {
  file: string;
  value: unknown;
  /** Line of the value at a path, or of the nearest thing above it that exists. */
  lineOf(path: (string | number)[]): number;
  /** Line of a key inside the mapping at a path. */
  lineOfKey(path: (string | number)[], key: string): number;
}

/**
 * Plain data from YAML, or the reasons why not. Nothing that the text says can make this slow or make it build anything
 * but maps, lists and scalars: the size is bounded first, anchors and aliases (of which a few lines grow to gigabytes),
 * custom tags, duplicate keys and a second document are refused.
 */
export function readYaml(file: string, content: string): YamlFile | BankProblem[] {
  if (Buffer.byteLength(content) > bytesMax) {
    return [{ file, line: 1, problem: `The file is larger than ${bytesMax / 1024} KiB.`, cure: 'Split it, or shorten it.' }];
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(content, { lineCounter: lines, schema: 'core', version: '1.2', uniqueKeys: true });
  if (!Array.isArray(documents) || documents.length !== 1) {
    return [{ file, line: 1, problem: 'The file must hold exactly one document.', cure: 'Remove further `---` lines, and write at least one key.' }];
  }
  const document = documents[0]! as Document.Parsed;
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  // Warnings too: an unknown tag is only a warning to the parser, and a way to smuggle meaning to us.
  // The first few: each further one is an echo of the first.
  const found = [...document.errors, ...document.warnings].slice(0, 2).map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    problem: firstLine(error.message),
    cure: 'Write plain YAML: mappings, lists, strings, numbers; quote texts that contain `: ` or start with a sign, and inside `{ en: …, zh: … }` those with `{{name}}`, a comma or a bracket.',
  }));
  if (found.length > 0) return found;
  const alias = firstAlias(document);
  if (alias !== undefined) {
    return [{ file, line: lineAt(alias), problem: 'Aliases (`*name`) are not allowed.', cure: 'Write the value out where it is used.' }];
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return { file, value, lineOf: (path) => lineOf(document, path, lineAt), lineOfKey: (path, key) => lineOfKey(document, path, key, lineAt) };
}

function firstAlias(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_key, node) {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

const firstLine = (text: string): string => `${text.split('\n')[0]!.replace(/ at line \d+.*$/, '')}.`;

function lineOf(document: Document.Parsed, path: (string | number)[], lineAt: (offset: number) => number): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1]!;
    if (isMap(parent)) {
      const line = keyLine(parent, String(key), lineAt);
      if (line !== undefined) return line;
    }
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lineAt(node.range[0]);
  }
  return 1;
}

function lineOfKey(document: Document.Parsed, path: (string | number)[], key: string, lineAt: (offset: number) => number): number {
  const parent = path.length === 0 ? document.contents : document.getIn(path, true);
  return (isMap(parent) ? keyLine(parent, key, lineAt) : undefined) ?? lineOf(document, path, lineAt);
}

function keyLine(map: { items: { key: unknown }[] }, key: string, lineAt: (offset: number) => number): number | undefined {
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair && isScalar(pair.key) && pair.key.range ? lineAt(pair.key.range[0]) : undefined;
}
