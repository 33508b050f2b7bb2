import { join } from 'node:path';
import { workerUrlOf } from '../../db/workerRole.ts';
import { graderEnv } from '../local/graderEnv.ts';
import { localPaths, makeHome } from '../local/paths.ts';
import { progressTo } from '../local/progress.ts';
import { readServeSettings } from '../local/serveSettings.ts';
import { stopOnSignals } from '../local/stopOnSignals.ts';
import { GraderSupervisor } from '../local/superviseGrader.ts';
import { workerPassword } from '../local/workerPassword.ts';
import { CommandFailed } from './exit.ts';
import { setUpGrading } from './setup.ts';

/** `gradecheck worker`: a grading machine of its own. It logs in with the role that reads no table. */
export async function worker(): Promise<number> {
  const paths = localPaths();
  const settings = readServeSettings(process.env);
  makeHome(paths.home);
  const url = settings.workerDatabaseUrl ?? (settings.databaseUrl && workerUrlOf(settings.databaseUrl, workerPassword(settings.databaseUrl, paths.home)));
  if (!url) throw new CommandFailed('Set WORKER_DATABASE_URL (the role gradecheck_worker) or DATABASE_URL to the queue that this worker is to serve.');
  const stopping = stopOnSignals();
  const problems = await setUpGrading({ paths, env: process.env, progress: progressTo(process.stderr), signal: stopping.signal }, { withTests: false });
  if (problems.length > 0) throw new CommandFailed(problems.map((problem) => `${problem.message} ${problem.cure}`).join('\n'));
  const grader = new GraderSupervisor(
    { script: join(paths.root, 'dist', 'grader.js'), env: graderEnv(process.env, paths, url) },
    {
      onLine: (line) => process.stderr.write(`${line}\n`),
      onExit: (reason, ms) => process.stderr.write(`gradecheck: the grader ended (${reason}); it is started again in ${ms / 1000} s.\n`),
    },
  );
  stopping.onForce(() => void grader.stop(true));
  await stopping.requested;
  await grader.stop();
  return 0;
}
