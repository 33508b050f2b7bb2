import { build, type Plugin } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patchPostgresPlugin } from '../../scripts/patch-postgres.mjs';
import { freePort, type Product, root } from '../../tests/support/product.ts';
import { sleep } from '../../tests/support/sleep.ts';

/** A further API over the product's database, bundled as the product is. `questions`: how many its bank has, the first ones of the list; all without it. */
export async function startApi(product: Product, questions?: number): Promise<{ url: string; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'gradecheck-api-'));
  const program = join(folder, 'api.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'bench/support/apiServer.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    external: ['pino-pretty'],
    loader: { '.sql': 'text', '.yaml': 'text' },
    plugins: [patchPostgresPlugin(), ...(questions === undefined ? [] : [cutBank(questions)])],
    logLevel: 'error',
  });
  const port = await freePort();
  const child = spawn(process.execPath, [program, String(port)], { cwd: root, env: { ...process.env, DATABASE_URL: product.databaseUrl() }, stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 400 && child.exitCode === null; tries++) {
    if (await fetch(`${url}/healthz`).then((response) => response.ok, () => false)) return { url, stop };
    await sleep(25);
  }
  stop();
  throw new Error('The API did not start within 10 s.');
}

function cutBank(count: number): Plugin {
  return {
    name: 'cut bank',
    setup(bundle) {
      bundle.onLoad({ filter: /questionCatalogue\.json$/ }, ({ path }) => {
        const bank = JSON.parse(readFileSync(path, 'utf8')) as { questions: { topic: string; id: string }[] };
        const place = ({ topic, id }: { topic: string; id: string }) => `${topic}\0${id}`;
        const sorted = [...bank.questions].sort((a, b) => (place(a) < place(b) ? -1 : 1));
        return { contents: JSON.stringify({ ...bank, questions: sorted.slice(0, count) }), loader: 'json' };
      });
    },
  };
}
