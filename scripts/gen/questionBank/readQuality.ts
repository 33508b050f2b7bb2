import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Quality } from '../../../src/questions/types.ts';
import type { BankProblem } from './bankProblem.ts';
import { readYaml } from './readYaml.ts';
import { type FolderFiles, revisionOf } from './revision.ts';
import { validate } from './validate.ts';

/** Raised in step with `workers/judge/mutate/quality.py`. */
const engine = 1;
export const qualityFloor = 0.95;

export interface StoredQuality extends Quality {
  inputs: string;
  engine: number;
  unexplained: number;
  runtimes: Record<string, Quality>;
}

/** The mutation score beside a challenge, and why it cannot be used as it is; both null when there is nothing to say. */
export interface QualityReading {
  stored: StoredQuality | null;
  /** Missing, or computed from other files than these. */
  stale: string | null;
  /** Fresh, and not good enough. */
  weak: string | null;
}

export function readQuality(folder: string, files: FolderFiles): QualityReading {
  const path = join(folder, 'quality.json');
  if (!existsSync(path)) return { stored: null, stale: 'has no mutation score', weak: null };
  const stored = JSON.parse(readFileSync(path, 'utf8')) as StoredQuality;
  if (stored.engine !== engine || stored.inputs !== qualityInputs(files, reasonsText(folder))) return { stored: null, stale: 'has changed since its mutation score was computed', weak: null };
  return { stored, stale: null, weak: weakness(stored) };
}

/** What a score is computed from: the Python side writes down the same hash. */
export function qualityInputs(files: FolderFiles, reasons: Buffer): string {
  const relevant: FolderFiles = new Map([...files].filter(([name]) => name.startsWith('solutions/') || name.startsWith('adapter/')));
  relevant.set('judge.py', files.get('judge.py')!);
  const question = files.get('question.yaml')!.toString('utf8');
  const sections = [...question.matchAll(/^(?:runtimes|limits|tolerance):[^]*?(?=^\S|(?![^]))/gm)].map((match) => match[0].trim());
  relevant.set('question.yaml', Buffer.from(sections.sort().join('\n')));
  relevant.set('mutants.yaml', reasons);
  return revisionOf(relevant);
}

function reasonsText(folder: string): Buffer {
  const path = join(folder, 'mutants.yaml');
  return existsSync(path) && lstatSync(path).isFile() ? readFileSync(path) : Buffer.alloc(0);
}

function weakness({ runtimes, unexplained }: StoredQuality): string | null {
  const low = Object.entries(runtimes).filter(([, { score }]) => score < qualityFloor);
  if (low.length > 0) return `has a mutation score below ${qualityFloor}: ${low.map(([name, { score }]) => `${name} ${score}`).join(', ')}`;
  return unexplained > 0 ? `has ${unexplained} surviving mutants without a reason` : null;
}

/** `mutants.yaml` has its schema too; keys are checked when the mutants are made. */
export function checkReasons(prefix: string, folder: string): BankProblem[] {
  const text = reasonsText(folder).toString('utf8');
  if (text === '') return [];
  const yaml = readYaml(`${prefix}/mutants.yaml`, text);
  return Array.isArray(yaml) ? yaml : validate('mutants', yaml);
}
