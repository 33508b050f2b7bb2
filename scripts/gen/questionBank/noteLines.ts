import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BankProblem } from './bankProblem.ts';
import type { BankTopic } from './readBank.ts';
import { readYaml } from './readYaml.ts';
import { validate } from './validate.ts';

/** The study notes have this many lines. */
export const noteLineCount = 165;

const file = 'uncovered-lines.yaml';

interface Excuse {
  lines: (number | string)[];
  reason: string;
}

export interface NoteCoverage {
  /** Line -> the topics that speak of it. */
  topics: Map<number, string[]>;
  /** Lines that no topic speaks of, with the reason why not. */
  excused: Map<number, string>;
  /** Lines that nobody has said anything about. */
  missing: number[];
  problems: BankProblem[];
}

/** Which line of the notes is taught where. */
export function noteCoverage(root: string, topics: BankTopic[]): NoteCoverage {
  const problems: BankProblem[] = [];
  const covered = new Map<number, string[]>();
  for (const { source } of topics) {
    for (const line of linesOf(source.notes.lines)) {
      if (line > noteLineCount) problems.push({ file: `${source.id}/topic.yaml`, line: 1, problem: `The notes have no line ${line}.`, cure: `They end with line ${noteLineCount}.` });
      covered.set(line, [...(covered.get(line) ?? []), source.id]);
    }
  }
  const excused = new Map<number, string>();
  for (const { lines, reason } of readExcuses(root, problems)) {
    for (const line of linesOf(lines)) {
      if (covered.has(line)) problems.push({ file, line: 1, problem: `Line ${line} is covered by ${covered.get(line)!.join(', ')}.`, cure: 'Drop it from this file.' });
      excused.set(line, reason);
    }
  }
  const all = Array.from({ length: noteLineCount }, (_, index) => index + 1);
  return { topics: covered, excused, missing: all.filter((line) => !covered.has(line) && !excused.has(line)), problems };
}

function readExcuses(root: string, problems: BankProblem[]): Excuse[] {
  if (!existsSync(join(root, file))) return [];
  const yaml = readYaml(file, readFileSync(join(root, file), 'utf8'));
  const found = Array.isArray(yaml) ? yaml : validate('uncovered-lines', yaml);
  problems.push(...found);
  return Array.isArray(yaml) || found.length > 0 ? [] : (yaml.value as { uncovered: Excuse[] }).uncovered;
}

export function linesOf(spans: (number | string)[]): number[] {
  return spans.flatMap((span) => {
    const [first, last] = String(span).split('-').map(Number) as [number, number?];
    return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
  });
}

/** Neighbouring numbers as spans: 1-4, 7. */
export function asSpans(lines: number[]): string {
  const spans: [number, number][] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else spans.push([line, line]);
  }
  return spans.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
