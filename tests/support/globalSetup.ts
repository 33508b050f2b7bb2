import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { patchPostgres } from '../../scripts/patch-postgres.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    testDatabase: TestServer;
  }
}

/** What each test file needs to make a database of its own. */
export interface TestServer {
  /** The owner's address of a maintenance database; new databases are made through it. */
  url: string;
  template: string;
  workerPassword: string;
  /** Distinguishes this run's databases from those of another run on the same server. */
  run: string;
}

/** With the pid namespace: a run in another container may share our temporary folder, and its pids say nothing here. */
const folderPrefix = `gradecheck-tests-${pidNamespace()}-`;

/**
 * One PostgreSQL for the whole run, and one migrated database in it that each test file copies.
 * `TEST_DATABASE_URL` names an existing server instead; its user must be allowed to create databases and roles. Let it
 * be a server for tests only: the password of the workers' role is changed.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  patchPostgres();
  // Only now: the driver's text is read when it is first imported.
  const { default: postgres } = await import('postgres');
  const { migrate } = await import('../../db/migrate.ts');

  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await startOwnServer();
  const run = randomBytes(4).toString('hex');
  const template = `gc_${run}_template`;
  // The role belongs to the server, not to a database: runs that share a server must agree on its password.
  const workerPassword = createHash('sha256').update(server.url).digest('base64url');

  const admin = postgres(server.url, { max: 1, onnotice: () => {}, fetch_types: false });
  await admin.unsafe(`create database ${template}`);
  const templateUrl = new URL(server.url);
  templateUrl.pathname = `/${template}`;
  await migrate({ url: templateUrl.href, workerPassword });
  project.provide('testDatabase', { url: server.url, template, workerPassword, run });

  return async () => {
    const left = await admin<{ datname: string }[]>`
      select datname from pg_database where datname like ${`gc\\_${run}\\_%`} and datname <> ${template}`;
    for (const { datname } of [...left, { datname: template }]) await admin.unsafe(`drop database ${datname} with (force)`);
    await admin.end({ timeout: 5 });
    await server.stop();
    if (left.length > 0) {
      throw new Error(`Tests left ${left.length} databases behind: some createTestDatabase() was never closed.`);
    }
  };
}

async function startOwnServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const { startEmbeddedPostgres } = await import('../../src/local/embeddedPostgres.ts');
  sweepFolders();
  const folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({
    dir: join(folder, 'postgres'),
    // Nobody's data: tests that are about losing power start a server of their own.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Folders of runs that were killed: their server died with them, their files did not. */
function sweepFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1] ?? NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))![0];
  } catch {
    return '0'; // not Linux
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
