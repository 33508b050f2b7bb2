import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { sleep } from '../../tests/support/sleep.ts';
import { freePort, root } from '../../tests/support/product.ts';

export async function startBareServer(mode: 'row' | 'bytes', detail: unknown): Promise<{ url: string; stop(): void }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'bench/support/bareServer.ts'), String(port), mode, JSON.stringify(detail)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 400; tries++) {
    if (await fetch(url).then(() => true, () => false)) return { url, stop: () => child.kill('SIGKILL') };
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw new Error('The bare server did not start within 10 s.');
}
