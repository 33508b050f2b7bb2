import { relative } from 'node:path';
import { openLogFile } from '../local/fileLogger.ts';
import { assertPortFree } from '../local/freePort.ts';
import { kernelChecks } from '../local/kernelChecks.ts';
import { writeLocalState } from '../local/localState.ts';
import { Lock, LockHeld } from '../local/lock.ts';
import { localPaths, type LocalPaths, makeHome } from '../local/paths.ts';
import { progressTo } from '../local/progress.ts';
import { readServeSettings } from '../local/serveSettings.ts';
import type { SetupProblem } from '../local/setupProblem.ts';
import { startLocal } from '../local/startLocal.ts';
import { stopOnSignals } from '../local/stopOnSignals.ts';
import { CommandFailed } from './exit.ts';
import { announce } from './announce.ts';
import { graderNews } from './graderNews.ts';
import { setUpGrading } from './setup.ts';
import { setUpRuntimesBehind } from './setUpRuntime.ts';

/** `gradecheck serve` and `npm start`: set-up, database, API and grader until Ctrl-C. */
export async function serve(): Promise<number> {
  const startedAt = performance.now();
  const paths = localPaths();
  const settings = readServeSettings(process.env);
  makeHome(paths.home);
  const lock = await takeServeLock(paths);
  const stopping = stopOnSignals();
  try {
    await assertPortFree(settings.host, settings.port);
    const problems = await setUpGrading({ paths, env: process.env, progress: progressTo(process.stderr), signal: stopping.signal }, { withTests: false });
    const log = openLogFile(paths.home);
    const news = graderNews(log, startedAt);
    const running = await startLocal({ paths, settings, env: process.env, log, graderWatch: news }, { grade: problems.length === 0 });
    stopping.onForce(() => {
      console.error('Stopping at once.');
      running.force();
    });
    let behind = Promise.resolve();
    try {
      lock.tell(running.url);
      writeLocalState(paths.localState, { url: running.url, api_key: running.apiKey });
      announce(running, { seconds: (performance.now() - startedAt) / 1000, stateFile: relative(process.cwd(), paths.localState), logFile: relative(process.cwd(), log.path) });
      tellProblems(problems);
      if (problems.length === 0) {
        void tellMissingWalls(paths);
        behind = setUpRuntimesBehind({ paths, env: process.env, signal: stopping.signal }, () => running.grader?.renew());
      }
      await stopping.requested;
      console.error('\nStopping: the grader finishes or gives back what it holds …');
    } finally {
      await running.stop();
      await behind;
    }
    console.error('Stopped.');
    return 0;
  } finally {
    lock.release();
    stopping.release();
  }
}

async function takeServeLock(paths: LocalPaths): Promise<Lock> {
  try {
    return await Lock.take(paths.home, 'serve');
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    const { pid, url } = error.holder;
    throw new CommandFailed(url ? `Gradecheck already runs from this folder, at ${url} (process ${pid}).` : `Gradecheck is just being started from this folder (process ${pid}).`);
  }
}

function tellProblems(problems: SetupProblem[]): void {
  for (const problem of problems) console.log(`\nCode answers stay queued: ${problem.message} ${problem.cure} The API and quiz questions work without it.`);
}

/** The judge refuses by itself to serve without its walls; this says so in words, and what to do. */
async function tellMissingWalls(paths: LocalPaths): Promise<void> {
  for (const check of await kernelChecks({ paths, env: process.env }, paths.python)) {
    if (check.state === 'missing') console.log(`\nCode answers stay queued: ${check.name}: ${check.found}. ${check.cure} The API and quiz questions work without it.`);
  }
}
