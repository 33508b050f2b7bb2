import postgres from 'postgres';

/** The only role that grading machines log in with; `roles.sql` says what it may do. */
export const workerRole = 'gradecheck_worker';

/** The database's address for a grading machine. */
export function workerUrlOf(url: string, password: string): string {
  const worker = new URL(url);
  worker.username = workerRole;
  worker.password = password;
  return worker.href;
}

/**
 * Makes the role if it is missing and gives it the password if it has another. A role belongs to the whole server while
 * our lock belongs to one database, so a second migration may be doing the same next door: losing that race is success.
 */
export async function ensureWorkerRole(sql: postgres.Sql, url: string, password: string | undefined): Promise<void> {
  await explainMissingRights(async () => {
    await sql.unsafe(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${workerRole}') then
          create role ${workerRole} nologin noinherit;
        end if;
      exception when duplicate_object or unique_violation then null;
      end $$`);
    if (password === undefined || (await canLogIn(workerUrlOf(url, password)))) return;
    if (!/^[A-Za-z0-9_-]{16,}$/.test(password))
      throw new Error('The worker password must be at least 16 characters of A-Z, a-z, 0-9, "_" and "-".');
    await setPassword(sql, password);
  });
}

async function setPassword(sql: postgres.Sql, password: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sql.unsafe(`alter role ${workerRole} login password '${password}'`);
      return;
    } catch (error) {
      const concurrent = error instanceof postgres.PostgresError && /tuple concurrently/.test(error.message);
      if (!concurrent || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
    }
  }
}

async function canLogIn(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function explainMissingRights(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || error.code !== '42501') throw error;
    throw new Error(
      `The database user may not manage the role ${workerRole}. As an administrator, run once: ` +
        `create role ${workerRole} login noinherit password '…'; and start again with that password.`,
      { cause: error },
    );
  }
}
