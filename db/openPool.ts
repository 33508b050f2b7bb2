import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/index.ts';

export type Sql = postgres.Sql;
export type Drizzle = PostgresJsDatabase<typeof schema>;

export interface PoolOptions {
  url: string;
  poolMax: number;
  /** False behind a pooler in transaction mode, where a prepared statement may meet a connection that never saw it. */
  prepare: boolean;
  applicationName: string;
  deadlineMs: number;
  /** Close a connection unused for so long; leave unset in a long-lived process. */
  idleSeconds?: number;
}

/** One set of connections, and the statements prepared on it. */
export interface Pool {
  /**
   * The driver's own tag. drizzle turned off its conversions for instants and JSON: pass JSON as
   * `${JSON.stringify(x)}::jsonb`, and read instants as text.
   */
  sql: Sql;
  drizzle: Drizzle;
  /** The statement that `build` prepares, built once per pool. `build` must be a constant of its module. */
  prepared<T>(build: (drizzle: Drizzle) => T): T;
}

/** Must match `restartPatch` in scripts/patch-postgres.mjs. */
const restartPatch = 'gradecheck-1';

/** Opens nothing yet: connections are made by the first calls. */
export function openPool(options: PoolOptions): Pool {
  assertPatched();
  const sql = postgres(options.url, driverOptions(options));
  const orm = drizzle(sql, { schema });
  const statements = new Map<unknown, unknown>();
  return {
    sql,
    drizzle: orm,
    prepared<T>(build: (drizzle: Drizzle) => T): T {
      const known = statements.get(build);
      if (known !== undefined) return known as T;
      const made = build(orm);
      statements.set(build, made);
      return made;
    },
  };
}

/** One connection that only listens; the driver listens again by itself after a restart of the server. */
export function openListener(options: PoolOptions): Sql {
  assertPatched();
  return postgres(options.url, { ...driverOptions(options), max: 1, idle_timeout: undefined });
}

function driverOptions(options: PoolOptions): postgres.Options<Record<string, postgres.PostgresType>> {
  return {
    max: options.poolMax,
    prepare: options.prepare,
    connect_timeout: 3,
    // The driver's own backoff grows to 20 s and is shared by all connections: after a restart calls would hang for it.
    backoff: () => 0.2,
    fetch_types: false,
    idle_timeout: options.idleSeconds,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName,
      // The server gives up a little later than we do, so that an abandoned statement does not hold its connection.
      // Poolers refuse unknown start-up parameters, so only without one.
      ...(options.prepare ? { statement_timeout: options.deadlineMs + 1000 } : {}),
    },
  };
}

/** An unpatched driver dies of a database restart, outside every `try`: better not to start with it. */
function assertPatched(): void {
  if ((postgres as unknown as { restartPatch?: string }).restartPatch === restartPatch) return;
  throw new Error(
    'The installed postgres driver lacks the restart patch: the process would die when the database restarts. ' +
      'Run: node scripts/patch-postgres.mjs',
  );
}
