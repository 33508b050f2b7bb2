import { expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { useTestDatabase } from '../../tests/support/database.ts';
import { codeSubmission, judgeReport, makeTenant, submit } from '../../tests/support/databaseFixtures.ts';
import type { Database } from '../createDatabase.ts';
import { acceptSubmission } from './acceptSubmission.ts';
import { findSubmission } from './findSubmission.ts';

const database = useTestDatabase();

const fingerprint = (byte: number) => new Uint8Array(32).fill(byte);

/** How many rows of each kind exist for a tenant. */
async function counts(db: Database, tenantId: string) {
  const [row] = await db.sql`
    select (select count(*)::int from gradecheck.submissions where tenant_id = ${tenantId}) as submissions,
           (select count(*)::int from wq.jobs where tenant_id = ${tenantId}) as jobs,
           (select count(*)::int from gradecheck.idempotency_keys where tenant_id = ${tenantId}) as keys,
           (select count(*)::int from gradecheck.audit_log where tenant_id = ${tenantId}) as audits`;
  return row;
}

test('stores submission, job and audit row together, and returns what can be read back', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  const input = codeSubmission(tenantId, { metadata: { 'grüße': ['你好', { nested: true }] } });
  const { outcome, submission } = await acceptSubmission(db, input);
  expect(outcome).toBe('created');
  expect(submission).toMatchObject({
    id: input.id,
    tenantId,
    kind: 'code',
    runtime: 'pytorch',
    answer: input.answer,
    metadata: input.metadata,
    status: 'queued',
    verdict: null,
    version: 1,
    attemptCharged: true,
    startedAt: null,
    finishedAt: null,
  });
  expect(submission.createdAt).toBeInstanceOf(Date);
  expect(await findSubmission(db, { tenantId, id: input.id })).toEqual(submission);
  expect(await counts(db, tenantId)).toEqual({ submissions: 1, jobs: 1, keys: 0, audits: 1 });
});

test('a precheck charges no attempt', async () => {
  const { db } = database.current;
  const submission = await submit(db, await makeTenant(db), { mode: 'precheck' });
  expect(submission.attemptCharged).toBe(false);
});

test('what needs no worker is stored with its verdict and without a job', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  const report = judgeReport('wrong_answer', 50);
  const submission = await submit(db, tenantId, {
    kind: 'single_choice',
    runtime: null,
    answer: { kind: 'single_choice', choice: 'b' },
    graded: { verdict: 'wrong_answer', score: 50, maxScore: 100, report },
  });
  expect(submission).toMatchObject({ status: 'graded', verdict: 'wrong_answer', score: 50, maxScore: 100, report });
  expect(submission.finishedAt).toBeInstanceOf(Date);
  expect(await counts(db, tenantId)).toEqual({ submissions: 1, jobs: 0, keys: 0, audits: 1 });
});

test('the same key and request replays, the same key with another request conflicts; neither stores anything', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  const send = (byte: number, key = 'k1') =>
    acceptSubmission(db, codeSubmission(tenantId, { idempotency: { key, fingerprint: fingerprint(byte) } }));
  expect((await send(2, 'k0')).outcome).toBe('created'); // another key, to be confused with
  const first = await send(1);
  expect(first.outcome).toBe('created');
  expect(await send(1)).toEqual({ outcome: 'replayed', submission: first.submission });
  expect(await send(2)).toEqual({ outcome: 'conflict', submission: first.submission });
  expect(await counts(db, tenantId)).toEqual({ submissions: 2, jobs: 2, keys: 2, audits: 2 });

  const other = await makeTenant(db); // keys of different tenants never meet
  const theirs = codeSubmission(other, { idempotency: { key: 'k1', fingerprint: fingerprint(1) } });
  expect((await acceptSubmission(db, theirs)).outcome).toBe('created');
});

test('ten identical requests at once make one submission', async () => {
  const { db } = database.current;
  const client = database.current.connect({ poolMax: 10 });
  for (let round = 0; round < 10; round++) {
    const tenantId = await makeTenant(db);
    const idempotency = { key: 'same', fingerprint: fingerprint(7) };
    const results = await Promise.all(
      Array.from({ length: 10 }, () => acceptSubmission(client, codeSubmission(tenantId, { idempotency }))),
    );
    expect(results.filter((result) => result.outcome === 'created')).toHaveLength(1);
    expect(results.filter((result) => result.outcome === 'replayed')).toHaveLength(9);
    expect(new Set(results.map((result) => result.submission.id)).size).toBe(1);
    expect(await counts(db, tenantId)).toEqual({ submissions: 1, jobs: 1, keys: 1, audits: 1 });
  }
});

test('a submission that is refused leaves no key, job or audit row behind', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  const idempotency = { key: 'k', fingerprint: fingerprint(1) };
  const bad = codeSubmission(tenantId, { runtime: null, idempotency }); // code without a runtime
  await expect(acceptSubmission(db, bad)).rejects.toThrow(/submissions_code_has_runtime/);
  expect(await counts(db, tenantId)).toEqual({ submissions: 0, jobs: 0, keys: 0, audits: 0 });
  const good = codeSubmission(tenantId, { idempotency });
  expect((await acceptSubmission(db, good)).outcome).toBe('created');
});

test('text that JSON allows and PostgreSQL does not is an error, not a changed answer', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  await expect(submit(db, tenantId, { metadata: { text: 'a\u0000b' } })).rejects.toThrow(/unsupported Unicode/);
});

test("a tenant does not find another's submission", async () => {
  const { db } = database.current;
  const submission = await submit(db, await makeTenant(db));
  const stranger = await makeTenant(db);
  expect(await findSubmission(db, { tenantId: stranger, id: submission.id })).toBeNull();
  expect(await findSubmission(db, { tenantId: submission.tenantId, id: newId('sub') })).toBeNull();
});
