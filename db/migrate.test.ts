import { cpSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, afterEach, expect, inject, test } from 'vitest';
import { migrate } from './migrate.ts';
import { jobStates } from './schema/index.ts';

/** A database without anything in it, because here the migration itself is what is tested. */
let url: string;
let admin: postgres.Sql;
beforeAll(() => {
  admin = postgres(inject('testDatabase').url, { max: 1, onnotice: () => {} });
});
beforeEach(async () => {
  const name = `gc_${inject('testDatabase').run}_${randomBytes(5).toString('hex')}`;
  await admin.unsafe(`create database ${name}`);
  const address = new URL(inject('testDatabase').url);
  address.pathname = `/${name}`;
  url = address.href;
});
afterEach(async () => {
  await admin.unsafe(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
});
afterAll(async () => {
  await admin.end();
});

const { workerPassword } = inject('testDatabase');

async function query<T extends postgres.Row>(statement: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe<T[]>(statement);
  } finally {
    await sql.end();
  }
}

test('six processes may migrate at once: one does it, the others find it done', async () => {
  const results = await Promise.all(Array.from({ length: 6 }, () => migrate({ url, workerPassword })));
  expect(results.filter((result) => result.migrationsApplied > 0)).toHaveLength(1);
  expect(results.filter((result) => result.functionsInstalled)).toHaveLength(1);
  expect(await migrate({ url, workerPassword })).toEqual({ migrationsApplied: 0, functionsInstalled: false });
});

test('a changed, a new and a removed function file reach the database, with their grants', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradecheck-migrate-'));
  try {
    cpSync(import.meta.dirname, folder, { recursive: true });
    await migrate({ url, workerPassword, folder });

    const extend = join(folder, 'queue', 'extend.sql');
    writeFileSync(extend, readFileSync(extend, 'utf8').replace('returns boolean', 'returns text').replace('return found', "return 'new'"));
    writeFileSync(join(folder, 'queue', 'extra.sql'), 'create function wq.extra() returns int language sql as $$ select 1 $$;');
    expect(await migrate({ url, workerPassword, folder })).toEqual({ migrationsApplied: 0, functionsInstalled: true });
    const [changed] = await query(`select wq.extend(1, gen_random_uuid(), 1) as extend, wq.extra() as extra,
      has_function_privilege('gradecheck_worker', 'wq.extend(bigint, uuid, int)', 'execute') as granted,
      has_function_privilege('gradecheck_worker', 'wq.extra()', 'execute') as leaked`);
    expect(changed).toEqual({ extend: 'new', extra: 1, granted: true, leaked: false });

    unlinkSync(join(folder, 'queue', 'extra.sql'));
    expect((await migrate({ url, workerPassword, folder })).functionsInstalled).toBe(true);
    expect(await query(`select from pg_proc where proname = 'extra'`)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a database from before jobs had a runtime: its jobs get theirs, and one wq.claim is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradecheck-migrate-'));
  try {
    cpSync(import.meta.dirname, folder, { recursive: true });
    const journal = join(folder, 'migrations', 'meta', '_journal.json');
    const steps = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] };
    const until = steps.entries.findIndex((step) => step.tag === '0002_job_runtime');
    writeFileSync(journal, JSON.stringify({ ...steps, entries: steps.entries.slice(0, until) }));
    writeFileSync(join(folder, 'queue', 'claim.sql'), 'create function wq.claim(text, int, int) returns int language sql as $$ select 1 $$;');
    const roles = join(folder, 'roles.sql');
    writeFileSync(roles, readFileSync(roles, 'utf8').replace(/wq\.claim\([^)]*\)/, 'wq.claim(text, int, int)'));
    await migrate({ url, workerPassword, folder });
    await query(`
      insert into gradecheck.tenants (id, name) values ('ten_1', 'one');
      insert into gradecheck.submissions (id, tenant_id, question_id, question_revision, kind, runtime, mode, answer, status, attempt_charged, finished_at)
      values ('sub_1', 'ten_1', 'q', 'r', 'code', 'tfjs', 'grade', '{"files": []}', 'queued', true, null),
             ('sub_2', 'ten_1', 'q', 'r', 'code', 'numpy', 'grade', '{"files": []}', 'cancelled', false, now());
      insert into wq.jobs (submission_id, tenant_id, state, finished_at)
      values ('sub_1', 'ten_1', 'ready', null), ('sub_2', 'ten_1', 'cancelled', now());`);

    expect(await migrate({ url, workerPassword })).toMatchObject({ functionsInstalled: true });
    expect(await query('select submission_id, runtime from wq.jobs order by id')).toEqual([
      { submission_id: 'sub_1', runtime: 'tfjs' },
      { submission_id: 'sub_2', runtime: 'numpy' },
    ]);
    expect(await query(`select pronargs::int as arguments from pg_proc where proname = 'claim' and pronamespace = 'wq'::regnamespace`)).toEqual([{ arguments: 6 }]);
    expect(await query(`select submission_id from wq.claim('w', 5, 1, '{pytorch,tfjs}', '{cpu,cpu}')`)).toEqual([{ submission_id: 'sub_1' }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a function file with a mistake changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradecheck-migrate-'));
  try {
    cpSync(import.meta.dirname, folder, { recursive: true });
    await migrate({ url, workerPassword, folder });
    const claim = join(folder, 'queue', 'claim.sql');
    writeFileSync(claim, readFileSync(claim, 'utf8').replace('begin', 'begun'));
    await expect(migrate({ url, workerPassword, folder })).rejects.toThrow(/syntax error/);
    const [still] = await query(`select count(*)::int as n from wq.claim('w', 1, 1, '{pytorch}', '{cpu}')`);
    expect(still).toEqual({ n: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a password that would need quoting is refused', async () => {
  await expect(migrate({ url, workerPassword: "x'; drop role gradecheck; --" })).rejects.toThrow(/at least 16 characters/);
});

test('the states that the code knows are those that the table allows', async () => {
  await migrate({ url, workerPassword });
  const [row] = await query<{ rule: string }>(
    `select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'jobs_state_known'`,
  );
  expect([...row!.rule.matchAll(/'(\w+)'/g)].map((match) => match[1])).toEqual([...jobStates]);
});
