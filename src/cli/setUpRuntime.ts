import { localPaths } from '../local/paths.ts';
import { progressTo, silentProgress } from '../local/progress.ts';
import { SetupProblem } from '../local/setupProblem.ts';
import { untilSignal } from '../local/stopOnSignals.ts';
import { extraDevices, type ExtraRuntime, extraRuntimes, type Prepared } from './extraRuntimes.ts';
import { type SetUpDeps, waitForLock } from './setup.ts';

/** `gradecheck setup --runtime <name>`, or `--device <type>`. Exit code 1 when it cannot be offered here. */
export async function setupRuntime(name: string): Promise<number> {
  try {
    const { offered } = await untilSignal((signal) => prepare({ paths: localPaths(), env: process.env, progress: progressTo(process.stderr), signal }, (extraRuntimes[name] ?? extraDevices[name])!));
    console.log(offered);
    return 0;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    process.stderr.write(`gradecheck: ${error.message} ${error.cure}\n`);
    return 1;
  }
}

/**
 * The same behind a server that is answering already: nobody's first start waits minutes for a runtime that he may not want.
 * One after the other; `renewGrader` is called when there is something new for it to offer. Never rejects; says what came of
 * each in one line.
 */
export async function setUpRuntimesBehind(deps: Omit<SetUpDeps, 'progress'>, renewGrader: () => void): Promise<void> {
  for (const runtime of Object.values(extraRuntimes)) {
    if (deps.signal?.aborted) return;
    if (deps.env[runtime.switch] !== 'off') await setUpBehind(deps, runtime, renewGrader);
  }
}

async function setUpBehind(deps: Omit<SetUpDeps, 'progress'>, runtime: ExtraRuntime, renewGrader: () => void): Promise<void> {
  try {
    const { isNew, offered } = await prepare({ ...deps, progress: silentProgress }, runtime);
    if (!isNew) return;
    renewGrader();
    console.log(`\n${offered}`);
  } catch (error) {
    if (deps.signal?.aborted) return;
    const why = error instanceof SetupProblem ? `${error.message} ${error.cure}` : String(error);
    console.log(`\nAnswers in ${runtime.title} cannot be graded: ${why} Everything else works without it.`);
  }
}

/** A second process that wants the same waits for the first. */
async function prepare(deps: SetUpDeps, runtime: Pick<ExtraRuntime, 'prepare'>): Promise<Prepared> {
  const lock = await waitForLock(deps);
  try {
    return await runtime.prepare(deps);
  } finally {
    lock.release();
  }
}
