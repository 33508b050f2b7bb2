import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/local/embeddedPostgres.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'gradecheck-restart-'));
const dir = join(folder, 'postgres');
let server: EmbeddedPostgres;
let client: ChildProcess;
/** The client's latest line. */
let counts: Record<'plain' | 'prepared' | 'transactions' | 'failed' | 'late' | 'heard', number> & { unexpected: string };
let said = '';

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dir });
  await onServer((sql) => sql`create table steps (transaction_id text, step int)`);
  client = spawn(process.execPath, ['--import', 'tsx', join(root, 'tests', 'support', 'databaseLoad.ts'), server.url], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  createInterface({ input: client.stdout! }).on('line', (line) => (counts = JSON.parse(line)));
  client.stderr!.on('data', (text) => (said += text));
});

afterAll(async () => {
  client?.stdin?.end();
  if (client && client.exitCode === null && client.signalCode === null)
    await new Promise((resolve) => client.once('exit', resolve));
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function onServer<T>(action: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    return await action(sql);
  } finally {
    await sql.end();
  }
}

/** Waits until every kind of call has succeeded again `n` times since now; fails when the client died. */
async function untilAllWork(n: number): Promise<void> {
  while (counts === undefined && client.exitCode === null) await sleep(50);
  const from = { ...counts };
  for (const until = Date.now() + 30_000; ; await sleep(50)) {
    if (client.exitCode !== null || client.signalCode !== null) throw new Error(`The client died: ${said}`);
    const gained = (['plain', 'prepared', 'transactions', 'heard'] as const).map((kind) => [kind, counts[kind] - from[kind]] as const);
    if (gained.every(([, more]) => more >= n)) return;
    if (Date.now() > until) throw new Error(`Not everything recovered: ${JSON.stringify(Object.fromEntries(gained))}`);
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a client under load outlives restarts of the database, orderly and by kill, and everything works again', async () => {
  await untilAllWork(5);
  for (const how of ['orderly', 'killed', 'sessions ended', 'orderly', 'killed'] as const) {
    if (how === 'sessions ended') {
      await onServer((sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = current_user`);
    } else {
      const { port } = server;
      if (how === 'killed') await killServer();
      else await server.stop();
      await sleep(300); // calls meet a closed port meanwhile
      server = await startEmbeddedPostgres({ dir, port });
    }
    await untilAllWork(5);
  }
  expect(counts.failed).toBeGreaterThan(0); // the restarts were felt
  expect(counts.late).toBe(0);
  expect(counts.unexpected).toBe('');
  expect(said).toBe('');

  // No transaction was torn: none of its statements ran by itself on the session that followed.
  const torn = await onServer((sql) => sql`
    select transaction_id from steps group by transaction_id having array_agg(step order by step) <> '{1,2}'`);
  expect(torn).toEqual([]);
}, 120_000);

/** The postmaster by SIGKILL; its children notice and end too. */
async function killServer(): Promise<void> {
  const { readPostmaster } = await import('../src/local/embedded/postmaster.ts');
  process.kill(readPostmaster(dir)!.pid, 'SIGKILL');
  await server.stop();
}
