import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCellHelper } from '../local/ensureCellHelper.ts';
import { ensurePython } from '../local/ensureEnvironment.ts';
import { Lock, LockHeld } from '../local/lock.ts';
import { localPaths, type LocalPaths, makeHome } from '../local/paths.ts';
import { type Progress, progressTo } from '../local/progress.ts';
import { renewTfjs } from '../local/renewTfjs.ts';
import { SetupProblem } from '../local/setupProblem.ts';
import { untilSignal } from '../local/stopOnSignals.ts';

export interface SetUpDeps {
  paths: LocalPaths;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal?: AbortSignal;
}

/** `gradecheck setup`: all that can be prepared without starting anything. Exit code 1 when something is missing. */
export async function setup(options: { withTests: boolean }): Promise<number> {
  const problems = await untilSignal((signal) => setUpGrading({ paths: localPaths(), env: process.env, progress: progressTo(process.stderr), signal }, options));
  for (const problem of problems) process.stderr.write(`gradecheck: ${problem.message} ${problem.cure}\n`);
  if (problems.length === 0) console.log('Set-up is complete.');
  return problems.length === 0 ? 0 : 1;
}

/** Prepares what grading code needs, as far as it goes; returns what stands in the way. Two at once would install into the same folder, so the second waits. */
export async function setUpGrading(deps: SetUpDeps, options: { withTests: boolean }): Promise<SetupProblem[]> {
  makeHome(deps.paths.home);
  const lock = await waitForLock(deps);
  try {
    // Python first: it takes minutes where the compiler takes a second, and its failure is the likelier one.
    const problems = [await problemOf(() => ensurePython(deps, options)), await problemOf(() => ensureCellHelper(deps))];
    if (deps.env.GRADECHECK_TFJS !== 'off') await renewTfjs(deps);
    return problems.filter((problem) => problem !== undefined);
  } finally {
    lock.release();
  }
}

export async function waitForLock(deps: SetUpDeps): Promise<Lock> {
  for (let told = false; ; ) {
    try {
      return await Lock.take(deps.paths.home, 'setup');
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      if (!told) deps.progress.phase(`Waiting for the set-up of process ${error.holder.pid}`);
      told = true;
      deps.signal?.throwIfAborted();
      await sleep(500);
    }
  }
}

async function problemOf(step: () => Promise<unknown>): Promise<SetupProblem | undefined> {
  try {
    await step();
    return undefined;
  } catch (error) {
    if (error instanceof SetupProblem) return error;
    throw error;
  }
}
