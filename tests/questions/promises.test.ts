import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTemplateBank, repository } from './templateBank.ts';

/**
 * What a challenge promises, seen through real cells: each solution accepted on two seeds, each wrong answer refused with
 * its verdict by the case that was named, starter, empty file and automatic mutants refused. One line of the judge's own
 * check is one test here.
 */
interface Check {
  name: string;
  passed: boolean;
  detail: string;
  remembered: boolean;
}

const home = process.env.GRADECHECK_HOME ?? join(repository, '.gradecheck');
const python = process.env.GRADECHECK_PYTHON ?? join(home, 'python', 'bin', 'python');
const helper = join(home, 'build', 'libcell.so');
const missing = [python, helper].filter((path) => !existsSync(path));

const template = makeTemplateBank();
afterAll(() => template.remove());
const folders = [...challengeFolders(join(repository, 'questions')), join(template.root, 'my-topic/my-challenge')];

if (missing.length > 0) {
  console.warn(`Promises of questions are NOT tested: ${missing.join(' and ')} missing. Run: npm run setup`);
  // On a developer's machine a loud skip; in CI, where set-up has just run, a failure.
  test.skipIf(!process.env.CI)(`promises need ${missing.join(' and ')}; run npm run setup`, () => expect(missing).toEqual([]));
} else {
  for (const [question, checks] of Object.entries(runChecks())) {
    describe(question, () => {
      for (const check of checks) {
        test(check.name, () => {
          expect(check.passed, check.detail).toBe(true);
          expect(check.remembered, 'here every answer is run').toBe(false);
        });
      }
    });
  }
}

/** More answers at a time than cores: many a wrong one only waits until its time is up. */
function runChecks(): Record<string, Check[]> {
  const script = join(repository, 'workers/judge/check.py');
  const run = spawnSync(python, ['-I', script, '--json', '--build', join(home, 'build'), '--workers', '4', ...folders], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 900_000 });
  // 0 and 1 are results; anything else means that nothing was checked, which must not look like success.
  if (run.status !== 0 && run.status !== 1) return { 'the check itself': [{ name: 'runs', passed: false, remembered: false, detail: run.error?.message ?? run.stderr }] };
  return JSON.parse(run.stdout) as Record<string, Check[]>;
}

function challengeFolders(root: string): string[] {
  const below = (path: string) => readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map((entry) => join(path, entry.name));
  return below(root).flatMap(below).filter((path) => existsSync(join(path, 'question.yaml')));
}
