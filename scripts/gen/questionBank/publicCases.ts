import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicCase, PublicCases } from '../../../src/questions/types.ts';
import type { BankTopic } from './readBank.ts';

type Challenge = BankTopic['challenges'][number];

interface Described {
  id: string;
  revision: string;
  public_cases: PublicCase[];
}

/**
 * The public cases with their expected outputs, as the judge draws them. Without a Python environment those of the file
 * that is there are kept, as long as they belong to the same revisions; a changed question needs Python.
 */
export function publicCases(repository: string, challenges: Challenge[]): PublicCases {
  const python = process.env.GRADECHECK_PYTHON ?? join(process.env.GRADECHECK_HOME ?? join(repository, '.gradecheck'), 'python', 'bin', 'python');
  return existsSync(python) ? described(repository, python, challenges) : kept(repository, python, challenges);
}

function described(repository: string, python: string, challenges: Challenge[]): PublicCases {
  if (challenges.length === 0) return {};
  const run = spawnSync(python, ['-I', join(repository, 'workers/judge/describe.py'), ...challenges.map((one) => one.folder)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 120_000,
  });
  if (run.status !== 0) throw new Error(`The judge could not describe the public cases: ${run.error?.message ?? run.stderr.trim()}`);
  const found = JSON.parse(run.stdout) as Described[];
  return Object.fromEntries(
    challenges.map(({ source, revision }) => {
      const one = found.find((candidate) => candidate.id === source.id);
      if (one?.revision !== revision) throw new Error(`The judge sees ${source.id} as ${one?.revision ?? 'absent'}, here it is ${revision}: the two ways of hashing a folder differ.`);
      return [source.id, { revision, cases: one.public_cases }];
    }),
  );
}

function kept(repository: string, python: string, challenges: Challenge[]): PublicCases {
  const file = join(repository, 'src/generated/publicCases.json');
  const stored = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PublicCases) : {};
  return Object.fromEntries(
    challenges.map(({ source, revision }) => {
      const one = stored[source.id];
      if (one?.revision !== revision) throw new Error(`${source.id} has changed, and its public cases need Python. Run: npm run setup (looked for ${python})`);
      return [source.id, one];
    }),
  );
}
