import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { localPaths } from '../local/paths.ts';
import { stopOnSignals } from '../local/stopOnSignals.ts';

const quietMs = 300;
const watched = ['src', 'db', 'workers', 'questions', 'openapi.yaml'];
const matters = /\.(ts|sql|json|py|c|h|yaml|md)$/;

/** `npm run dev`: `serve`, started again when a source changes. An editor writes several files at once, so it waits until they are still. */
export async function serveWatching(): Promise<number> {
  const { root } = localPaths();
  const stopping = stopOnSignals();
  let changed = waitForChange(root, stopping.signal);
  while (!stopping.signal.aborted) {
    const child = spawn(process.execPath, [join(root, 'bin', 'gradecheck.mjs'), 'serve'], { stdio: 'inherit', detached: true });
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    await Promise.race([changed, stopping.requested]);
    await end(child, gone);
    changed = waitForChange(root, stopping.signal);
  }
  stopping.release();
  return 0;
}

async function end(child: ChildProcess, gone: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await gone;
}

function waitForChange(root: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const finish = () => {
      done.abort();
      resolve();
    };
    signal.addEventListener('abort', finish, { once: true });
    for (const entry of watched) {
      watch(join(root, entry), { recursive: true, signal: done.signal }, (_, file) => {
        if (!file || !matters.test(file) || file.includes('generated')) return;
        clearTimeout(timer);
        timer = setTimeout(finish, quietMs);
      });
    }
  });
}
