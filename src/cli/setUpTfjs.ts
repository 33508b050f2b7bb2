import { ensureTfjs } from '../local/ensureTfjs.ts';
import { localPaths } from '../local/paths.ts';
import { progressTo, silentProgress } from '../local/progress.ts';
import { SetupProblem } from '../local/setupProblem.ts';
import { readTfjsManifest, type TfjsManifest } from '../local/tfjsManifest.ts';
import { type SetUpDeps, waitForLock } from './setup.ts';

/** `gradecheck setup --runtime tfjs`. Exit code 1 when the runtime cannot be offered here. */
export async function setupTfjs(): Promise<number> {
  try {
    console.log(offered(await setUpTfjs({ paths: localPaths(), env: process.env, progress: progressTo(process.stderr) })));
    return 0;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    process.stderr.write(`gradecheck: ${error.message} ${error.cure}\n`);
    return 1;
  }
}

/** Prepares TensorFlow.js; a second process that wants the same waits for the first. Throws `SetupProblem`. */
export async function setUpTfjs(deps: SetUpDeps): Promise<TfjsManifest> {
  const lock = await waitForLock(deps);
  try {
    return await ensureTfjs(deps);
  } finally {
    lock.release();
  }
}

/**
 * The same behind a server that is answering already: nobody's first start waits half a minute for a runtime that he may not want.
 * `renewGrader` is called when there is something new for it to offer. Never rejects; says what came of it in one line.
 * GRADECHECK_TFJS=off leaves it out.
 */
export async function setUpTfjsBehind(deps: Omit<SetUpDeps, 'progress'>, renewGrader: () => void): Promise<void> {
  if (deps.env.GRADECHECK_TFJS === 'off') return;
  try {
    const before = readTfjsManifest(deps.paths)?.stamp;
    const manifest = await setUpTfjs({ ...deps, progress: silentProgress });
    if (manifest.stamp === before) return;
    renewGrader();
    console.log(`\n${offered(manifest)}`);
  } catch (error) {
    if (deps.signal?.aborted) return;
    const why = error instanceof SetupProblem ? `${error.message} ${error.cure}` : String(error);
    console.log(`\nAnswers in TensorFlow.js cannot be graded: ${why} Everything else works without it.`);
  }
}

function offered({ version, whyNotNative }: TfjsManifest): string {
  const slower = whyNotNative ? ` Native kernels are not to be had: ${whyNotNative}` : '';
  return `TensorFlow.js ${version} is ready for answers.${slower}`;
}
