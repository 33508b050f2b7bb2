import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findBinaries } from './embedded/binaries.ts';
import { readPostmaster } from './embedded/postmaster.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embeddedPostgres.ts';

let folder: string;
let dir: string;
let started: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradecheck-embedded-'));
  chmodSync(folder, 0o755);
  dir = join(folder, 'postgres');
});
afterEach(async () => {
  for (const server of started.toReversed()) await server.stop();
  started = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: { dir?: string; log?: (line: string) => void } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dir, settings: { fsync: 'off' }, ...options });
  started.push(server);
  return server;
}

async function query(url: string, statement: string): Promise<postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a second start finds the data again, on the same port', async () => {
  const first = await start();
  await query(first.url, "create table kept (word text); insert into kept values ('still here')");
  await first.stop();
  expect(readPostmaster(dir)).toBeNull();
  const second = await start();
  expect(second).toMatchObject({ url: first.url, adopted: false });
  expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'still here' }]);
});

test('a start beside a running server uses it and leaves it running', async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ url: first.url, adopted: true });
  await second.stop();
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('it listens on this machine only, asks everybody for a password, and nobody can log in as superuser', async () => {
  const server = await start();
  const [settings] = await query(
    server.url,
    `select current_setting('listen_addresses') as addresses, current_setting('password_encryption') as passwords,
            current_setting('is_superuser') as superuser`,
  );
  expect(settings).toEqual({ addresses: '127.0.0.1', passwords: 'scram-sha-256', superuser: 'off' });
  const [, , , port, socketFolder] = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n');
  expect([port, socketFolder]).toEqual([String(server.port), '']);
  for (const [user, password] of [['gradecheck', ''], ['gradecheck', 'wrong'], ['postgres', ''], ['postgres', server.ownerPassword]]) {
    const url = `postgres://${user}:${password}@127.0.0.1:${server.port}/gradecheck`;
    await expect(query(url, 'select 1')).rejects.toThrow(/password authentication failed|no password/i);
  }
  expect(statSync(`${dir}.json`).mode & 0o777).toBe(0o600);
  expect(statSync(`${dir}.log`).mode & 0o777).toBe(0o600);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('after a lost state file it sets new passwords and keeps the data', async () => {
  const first = await start();
  await query(first.url, 'create table kept ()');
  await first.stop();
  unlinkSync(`${dir}.json`);
  const second = await start();
  expect(second.ownerPassword).not.toBe(first.ownerPassword);
  expect(await query(second.url, 'select * from kept')).toEqual([]);
});

test('it recovers from kill -9, and from a lock file whose number belongs to another program now', async () => {
  const first = await start();
  await query(first.url, 'create table kept ()');
  const { pid } = readPostmaster(dir)!;
  process.kill(pid, 'SIGKILL');
  await first.stop();
  const lock = join(dir, 'postmaster.pid');
  expect(existsSync(lock)).toBe(true);
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(String(pid), String(process.pid)));
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'select * from kept')).toEqual([]);
});

test.skipIf(process.platform !== 'linux')('kill -9 of its parent leaves no server (needs Linux: elsewhere the next start adopts it)', async () => {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'embeddedPostgres.ts'))});
    await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)} });
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '..', '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => parent.stdout.once('data', resolve));
  const { pid, alive } = readPostmaster(dir)!;
  expect(alive).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 15_000, interval: 50 });
  await start(); // and the data is sound
});

test.skipIf(process.getuid?.() !== 0)('it starts below a folder that only root may enter (needs root: others never change their user)', async () => {
  chmodSync(folder, 0o700);
  const server = await start();
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  expect(await query((await start()).url, 'select 2 as two')).toEqual([{ two: 2 }]);
});

test('data of another major version is refused with a way out, and not touched', async () => {
  mkdirSync(dir);
  writeFileSync(join(dir, 'PG_VERSION'), '16\n');
  await expect(start()).rejects.toThrow(/written by PostgreSQL 16, but version 18 is built in.*DATABASE_URL/);
  expect(readFileSync(join(dir, 'PG_VERSION'), 'utf8')).toBe('16\n');
});

test("a folder with somebody's files is not taken", async () => {
  mkdirSync(dir);
  writeFileSync(join(dir, 'thesis.txt'), 'years of work');
  await expect(start()).rejects.toThrow(/not a database of ours/);
  expect(readFileSync(join(dir, 'thesis.txt'), 'utf8')).toBe('years of work');
});

test('where there are no binaries it says what to do instead', async () => {
  const { arch } = process;
  Object.defineProperty(process, 'arch', { value: 'riscv64' });
  try {
    await expect(findBinaries()).rejects.toThrow(/no built-in PostgreSQL for \w+-riscv64\. Set DATABASE_URL/);
  } finally {
    Object.defineProperty(process, 'arch', { value: arch });
  }
});
