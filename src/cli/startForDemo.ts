import { openLogFile } from '../local/fileLogger.ts';
import { Lock, LockHeld } from '../local/lock.ts';
import { type LocalPaths, makeHome } from '../local/paths.ts';
import { progressTo } from '../local/progress.ts';
import { readServeSettings } from '../local/serveSettings.ts';
import { startLocal } from '../local/startLocal.ts';
import { stopOnSignals } from '../local/stopOnSignals.ts';
import { type Api, connectTo } from './apiClient.ts';
import { CommandFailed } from './exit.ts';
import { graderNews } from './graderNews.ts';
import { setUpGrading } from './setup.ts';

/** A whole server on a free port, for as long as the demo lasts. It leaves local.json as it is. */
export async function startForDemo(paths: LocalPaths): Promise<{ api: Api; stop(): Promise<void> }> {
  makeHome(paths.home);
  const lock = await takeLock(paths);
  const stopping = stopOnSignals();
  try {
    const problems = await setUpGrading({ paths, env: process.env, progress: progressTo(process.stderr), signal: stopping.signal }, { withTests: false });
    if (problems.length > 0) throw new CommandFailed(`The demo grades code, and that cannot be done here: ${problems.map((problem) => `${problem.message} ${problem.cure}`).join(' ')}`);
    process.stderr.write('  No server runs here; starting one for the demo …\n');
    const log = openLogFile(paths.home);
    const settings = { ...readServeSettings(process.env), host: '127.0.0.1', port: 0 };
    const running = await startLocal({ paths, settings, env: process.env, log, graderWatch: graderNews(log, performance.now(), (line) => process.stderr.write(`  ${line}\n`)) }, { grade: true });
    const stop = async () => {
      await running.stop();
      lock.release();
      stopping.release();
    };
    // Ctrl-C in the middle: the demo's own `finally` may be waiting for a verdict that nobody wants any more.
    stopping.signal.addEventListener('abort', () => void stop().then(() => process.exit(130)));
    return { api: connectTo(running.url, running.apiKey), stop };
  } catch (error) {
    lock.release();
    stopping.release();
    throw error;
  }
}

async function takeLock(paths: LocalPaths): Promise<Lock> {
  try {
    return await Lock.take(paths.home, 'serve');
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    throw new CommandFailed(`Gradecheck is just being started from this folder (process ${error.holder.pid}); try again when it is ready.`);
  }
}
