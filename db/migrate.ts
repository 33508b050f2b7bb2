import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { ensureWorkerRole } from './workerRole.ts';

export interface MigrateOptions {
  /** As the owner: it creates schemas, and the workers' role when it is missing. */
  url: string;
  /** Sets the workers' role to log in with it. Without it the role is made but cannot log in. */
  workerPassword?: string | undefined;
  /** Folder with `migrations/`, `queue/` and `roles.sql`. Default: found beside this file or beside the bundle. */
  folder?: string | undefined;
}

export interface MigrateResult {
  migrationsApplied: number;
  functionsInstalled: boolean;
}

/** Any number will do, as long as nothing else in this database takes it. */
const lockKey = 7_421_905_338;

/**
 * Brings a database to the state this code needs: tables by drizzle's migrations, then the queue's functions and the
 * grants from their files, then the workers' role. Changes nothing when nothing changed, and any number of processes
 * may call it at once: drizzle's migrator takes no lock of its own, so all of it happens under one of ours, on one connection.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const folder = options.folder ?? findFolder();
  const sql = postgres(options.url, {
    max: 1,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: 'gradecheck migrate' },
  });
  try {
    await sql`set lock_timeout = '60s'`;
    await sql`select pg_advisory_lock(${lockKey}::bigint)`;
    await ensureWorkerRole(sql, options.url, options.workerPassword);
    const before = await countMigrations(sql);
    await applyMigrations(drizzle(sql), { migrationsFolder: join(folder, 'migrations') });
    const migrationsApplied = (await countMigrations(sql)) - before;
    const functionsInstalled = await installFunctions(sql, folder);
    return { migrationsApplied, functionsInstalled };
  } finally {
    await sql.end({ timeout: 5 }); // closes the session, and with it the lock is free
  }
}

async function countMigrations(sql: postgres.Sql): Promise<number> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as name`;
  if (table!.name === null) return 0;
  const [row] = await sql`select count(*)::int as n from drizzle.__drizzle_migrations`;
  return row!.n as number;
}

/**
 * Functions are code, not state: they are not migrated step by step but replaced as a whole, in one transaction, when
 * any of their files differs from what is installed. A function whose file is gone goes too.
 */
async function installFunctions(sql: postgres.Sql, folder: string): Promise<boolean> {
  const files = functionFiles(folder);
  const installed = await sql`select file, sha256 from gradecheck.installed_functions`;
  const known = new Map(installed.map((row) => [row.file as string, row.sha256 as string]));
  if (known.size === files.length && files.every(({ file, sha256 }) => known.get(file) === sha256)) return false;
  await sql.begin(async (tx) => {
    const old = await tx<{ signature: string }[]>`
      select p.oid::regprocedure::text as signature from pg_proc p where p.pronamespace = 'wq'::regnamespace`;
    for (const { signature } of old) await tx.unsafe(`drop function ${signature}`);
    for (const { text } of files) await tx.unsafe(text);
    await tx`delete from gradecheck.installed_functions`;
    for (const { file, sha256 } of files)
      await tx`insert into gradecheck.installed_functions (file, sha256) values (${file}, ${sha256})`;
  });
  return true;
}

/** The functions, then the grants on them, each with the hash of its text. */
function functionFiles(folder: string): { file: string; text: string; sha256: string }[] {
  const queue = readdirSync(join(folder, 'queue')).filter((name) => name.endsWith('.sql'));
  return [...queue.sort().map((name) => `queue/${name}`), 'roles.sql'].map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return { file, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

function findFolder(): string {
  const here = import.meta.dirname;
  for (const folder of [here, join(here, '..', 'db'), join(here, 'db')])
    if (existsSync(join(folder, 'migrations', 'meta', '_journal.json'))) return folder;
  throw new Error(`The folder db/migrations is missing beside ${here}. Start Gradecheck from a complete checkout.`);
}
