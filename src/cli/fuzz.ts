import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { localPaths } from '../local/paths.ts';
import { CommandFailed } from './exit.ts';

/** `gradecheck selftest --fuzz <n>`: hostile bytes against everything that judge, grader and cells parse. Exit code 0 when none surprised it. */
export async function fuzz(inputs: string, options: { seed?: string; json?: boolean }): Promise<number> {
  if (!/^[1-9]\d{0,9}$/.test(inputs)) throw new CommandFailed(`"${inputs}" is no number of inputs; try --fuzz 1000000.`);
  if (options.seed !== undefined && !/^\d{1,15}$/.test(options.seed)) throw new CommandFailed(`"${options.seed}" is no seed; a seed is a whole number.`);
  const paths = localPaths();
  const args = ['-I', join(paths.root, 'workers', 'judge', 'fuzz', '__main__.py'), '--inputs', inputs, ...(options.seed ? ['--seed', options.seed] : []), ...(options.json ? ['--json'] : [])];
  return new Promise((done, reject) => {
    const child = spawn(paths.python, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, GRADECHECK_NODE: process.execPath } });
    child.once('error', () => reject(new CommandFailed(`There is no Python at ${paths.python}: run \`npx gradecheck setup\`.`)));
    child.once('close', (code) => done(code ?? 2));
  });
}
