import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test, vi } from 'vitest';
import { readPostmaster } from './embedded/postmaster.ts';
import { KeptPostgres } from './keptPostgres.ts';

let folder: string;
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

test('a stop does not wait for the pause after a server that could not be started again', async () => {
  folder = mkdtempSync(join(tmpdir(), 'gradecheck-kept-'));
  chmodSync(folder, 0o755);
  const dir = join(folder, 'postgres');
  const log = vi.fn<(line: string) => void>();
  const kept = await KeptPostgres.start(dir, log);
  writeFileSync(join(dir, 'PG_VERSION'), '16\n'); // it will never start again
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // and the pause never ends by itself
  process.kill(readPostmaster(dir)!.pid, 'SIGKILL');
  while (!log.mock.calls.some(([line]) => line.includes('did not start'))) await new Promise((resolve) => setImmediate(resolve));
  await kept.stop();
});
