import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase, type Database, type DatabaseOptions } from '../../db/createDatabase.ts';
import { workerUrlOf } from '../../db/workerRole.ts';

export interface TestDatabase {
  /** As the owner, the way the API connects. */
  db: Database;
  url: string;
  /** As the grading machines' role. */
  workerUrl: string;
  workerPassword: string;
  /** Another client, closed together with the database. */
  connect(options?: Partial<DatabaseOptions>): Database;
  connectAsWorker(options?: Partial<DatabaseOptions>): Database;
  /** Drops the database. Throws when the test left a connection open: that is a leak of the product, or of the test. */
  close(): Promise<void>;
}

/** A migrated, empty database of its own, copied from the run's template in some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('testDatabase');
  const name = `gc_${server.run}_${randomBytes(5).toString('hex')}`;
  await asAdmin(server.url, (admin) => createFromTemplate(admin, name, server.template));

  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const workerUrl = workerUrlOf(url.href, server.workerPassword);
  const clients: Database[] = [];
  const open = (address: string, options: Partial<DatabaseOptions>) => {
    const client = createDatabase({ url: address, poolMax: 4, applicationName: 'test', ...options });
    clients.push(client);
    return client;
  };
  return {
    db: open(url.href, {}),
    url: url.href,
    workerUrl,
    workerPassword: server.workerPassword,
    connect: (options = {}) => open(url.href, options),
    connectAsWorker: (options = {}) => open(workerUrl, options),
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await asAdmin(server.url, async (admin) => {
        const leaked = await waitForSessionsToEnd(admin, name);
        await admin.unsafe(`drop database ${name} with (force)`);
        if (leaked.length > 0) throw new Error(`Connections were left open: ${leaked.join(', ')}.`);
      });
    },
  };
}

/** A database for all tests of a file: made before the first, dropped after the last. Read the value inside tests only. */
export function useTestDatabase(): { readonly current: TestDatabase } {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.close();
  });
  return {
    get current() {
      if (!database) throw new Error('The test database exists only while tests run.');
      return database;
    },
  };
}

async function createFromTemplate(admin: postgres.Sql, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.unsafe(`create database ${name} template ${template}`);
      await admin.unsafe(`revoke temporary on database ${name} from public`);
      return;
    } catch (error) {
      // 55006: another test file is copying the template in this moment.
      if (!(error instanceof postgres.PostgresError) || error.code !== '55006' || attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Names of sessions that stay; a session that we just closed may need a moment to go. */
async function waitForSessionsToEnd(admin: postgres.Sql, name: string): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const sessions = await admin<{ application_name: string }[]>`
      select application_name from pg_stat_activity where datname = ${name} and backend_type = 'client backend'`;
    if (sessions.length === 0 || attempt === 40) return sessions.map((session) => session.application_name);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function asAdmin<T>(url: string, action: (admin: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(url, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    return await action(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
}
