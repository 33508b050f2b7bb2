import postgres from 'postgres';
import { expect, test } from 'vitest';
import { useTestDatabase } from '../tests/support/database.ts';
import { makeTenant, submit } from '../tests/support/databaseFixtures.ts';
import { workerRole } from './workerRole.ts';

const database = useTestDatabase();

const permitted = ['claim', 'complete', 'extend', 'fail', 'progress', 'report_worker', 'requeue_expired'];

/** What a thief of a worker's password gets to hear. */
async function asWorker(statement: string): Promise<string> {
  const client = (workerClient ??= database.current.connectAsWorker());
  try {
    await client.sql.unsafe(statement);
    return 'allowed';
  } catch (error) {
    return error instanceof postgres.PostgresError ? error.message : String(error);
  }
}
let workerClient: ReturnType<typeof database.current.connectAsWorker> | undefined;

test('a worker can run exactly the functions of the queue', async () => {
  const { db } = database.current;
  const granted = await db.sql<{ name: string }[]>`
    select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('wq', 'gradecheck') and has_function_privilege(${workerRole}, p.oid, 'execute') order by 1`;
  expect(granted.map((row) => row.name)).toEqual(permitted);
});

test('a worker reads and writes no table, sequence or column of ours', async () => {
  const { db } = database.current;
  await submit(db, await makeTenant(db)); // something worth stealing
  const relations = await db.sql<{ name: string; kind: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('wq', 'gradecheck', 'drizzle') and c.relkind in ('r', 'p', 'v', 'm', 'S')`;
  expect(relations.length).toBeGreaterThan(10);
  for (const { name, kind } of relations) {
    const statements =
      kind === 'S'
        ? [`select nextval('${name}')`, `select last_value from ${name}`]
        : [`select * from ${name}`, `select count(*) from ${name}`, `delete from ${name}`, `truncate ${name}`, `copy ${name} to stdout`];
    for (const statement of statements) expect([statement, await asWorker(statement)]).toEqual([statement, denied]);
  }
});
const denied = expect.stringMatching(/^permission denied for (table|schema|sequence) /);

test.each([
  ['giving up a job that is not its own', 'select wq.give_back(1, \'x\', true)', /permission denied for function give_back/],
  ['cancelling a submission', "select wq.cancel('t', 's', 'me', null)", /permission denied for function cancel/],
  ['inserting a job', "insert into wq.jobs (submission_id, tenant_id, runtime) values ('a', 'b', 'c')", /permission denied for table jobs/],
  ['writing a verdict', "update gradecheck.submissions set verdict = 'accepted'", /permission denied for schema gradecheck/],
  ['making a schema', 'create schema loot', /permission denied for database/],
  ['making a table', 'create table public.loot (x int)', /permission denied for schema public/],
  ['making a temporary table', 'create temporary table loot (x int)', /permission denied to create temporary tables/],
  ['replacing a function', 'create or replace function wq.extend(bigint, uuid, int) returns boolean language sql as $$select true$$', /permission denied for schema wq/],
  ['making a role', 'create role thief superuser', /permission denied to create role/],
  ['reading password hashes', 'select rolpassword from pg_authid', /permission denied for table pg_authid/],
  ['reading a file of the server', "select pg_read_file('/etc/passwd')", /permission denied for function pg_read_file/],
  ['running a program', "copy (select 1) to program 'id'", /permission denied to COPY to or from an external program/],
])('a worker is refused %s', async (_, statement, answer) => {
  expect(await asWorker(statement)).toMatch(answer);
});

test('a worker cannot become the owner', async () => {
  const [owner] = await database.current.db.sql`select current_user as name`;
  expect(await asWorker(`set role "${owner!.name}"`)).toMatch(/permission denied to set role/);
});

test('no function of the queue looks up names where a caller could put his own', async () => {
  const functions = await database.current.db.sql<{ name: string; path: string | null }[]>`
    select p.proname as name, (select one from unnest(p.proconfig) one where one like 'search_path=%') as path
    from pg_proc p where p.pronamespace = 'wq'::regnamespace`;
  expect(functions.length).toBeGreaterThan(9);
  for (const { name, path } of functions) expect([name, path]).toEqual([name, 'search_path=pg_catalog, pg_temp']);
});
