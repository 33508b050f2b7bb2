import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as analyse } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useTestApi } from '../support/api.ts';
import { smokeTests } from './smoke.ts';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'dist/cloudflare.mjs');

beforeAll(() => {
  const build = spawnSync(process.execPath, ['scripts/build.mjs', '--all'], { cwd: root, encoding: 'utf8' });
  if (build.status !== 0) throw new Error(build.stderr);
});

const sendTo = (origin: string) => async (request: Request) => {
  const { pathname, search } = new URL(request.url);
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
  return fetch(`${origin}${pathname}${search}`, { method: request.method, headers: request.headers, body });
};

describe('the Workers bundle where code from strings is forbidden', () => {
  const api = useTestApi();
  let child: ChildProcess;
  let origin = '';

  beforeAll(async () => {
    child = spawn(process.execPath, ['--disallow-code-generation-from-strings', 'tests/support/cloudflareProcess.mjs', bundle], {
      cwd: root,
      env: { PATH: process.env.PATH, DATABASE_URL: api.current.database.url, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = (await once(child.stdout!, 'data')) as [Buffer];
    origin = `http://127.0.0.1:${String(port).trim()}`;
  });
  afterAll(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });

  smokeTests(() => ({ fetch: sendTo(origin), key: api.current.key, gradeNext: api.current.gradeNext }));

  test('leaves no connection behind', async () => {
    const connections = async () => (await api.current.db.sql`select count(*)::int as n from pg_stat_activity where application_name = 'gradecheck api worker'`)[0]!.n as number;
    for (let tries = 0; tries < 100 && (await connections()) > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await connections()).toBe(0);
  });
});

test('the bundle asks for nothing that Workers lack', async () => {
  const { metafile } = await analyse({ entryPoints: [bundle], bundle: true, write: false, format: 'esm', metafile: true, packages: 'external', logLevel: 'silent' });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.filter(({ external }) => external).map(({ path }) => path));
  const provided = ['node:buffer', 'node:events', 'node:stream', 'cloudflare:sockets'];
  expect([...new Set(imports)].filter((name) => !provided.includes(name))).toEqual([]);
});

const miniflare = findMiniflare();

describe.skipIf(miniflare === undefined)(`on workerd${miniflare === undefined ? ' (SKIPPED: the package "miniflare" is not installed; `npm install --no-save miniflare@4.20260426.0` and run again)' : ''}`, () => {
  const api = useTestApi();
  let worker: { ready: Promise<URL>; dispose(): Promise<void> };
  let origin = '';

  beforeAll(async () => {
    const { Miniflare } = (await import(pathToFileURL(miniflare!).href)) as { Miniflare: new (options: object) => typeof worker };
    worker = new Miniflare({
      modules: [{ type: 'ESModule', path: bundle }],
      modulesRoot: join(root, 'dist'),
      compatibilityDate: '2026-01-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings: { DATABASE_URL: api.current.database.url, LOG_LEVEL: 'silent' },
    });
    origin = (await worker.ready).origin;
  });
  afterAll(async () => {
    await worker.dispose();
  });

  smokeTests(() => ({ fetch: sendTo(origin), key: api.current.key, gradeNext: api.current.gradeNext }));
});

/** 200 MB that most people have no use for, so it is not among the dependencies. GRADECHECK_MINIFLARE may name a folder that has it. */
function findMiniflare(): string | undefined {
  for (const folder of [root, process.env.GRADECHECK_MINIFLARE]) {
    if (folder === undefined) continue;
    try {
      return createRequire(join(folder, 'package.json')).resolve('miniflare');
    } catch {
      // not here
    }
  }
  console.warn('workerd: SKIPPED. The package "miniflare" is not installed; `npm install --no-save miniflare@4.20260426.0`, then run this again.');
  return undefined;
}
