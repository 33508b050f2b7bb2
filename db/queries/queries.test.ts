import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { useTestDatabase } from '../../tests/support/database.ts';
import { codeSubmission, judgeEvidence, judgeReport, makeTenant, onCpu, submit } from '../../tests/support/databaseFixtures.ts';
import type { Database } from '../createDatabase.ts';
import { claimJobs } from '../queue/claimJobs.ts';
import { completeJob } from '../queue/completeJob.ts';
import type { SubmissionRow } from '../rows.ts';
import { acceptSubmission } from './acceptSubmission.ts';
import { ensureTenant } from './ensureTenant.ts';
import { expireIdempotencyKeys } from './expireIdempotencyKeys.ts';
import { findApiKeyByHash } from './findApiKeyByHash.ts';
import { insertApiKey, type InsertApiKeyInput } from './insertApiKey.ts';
import { listApiKeys } from './listApiKeys.ts';
import { listSubmissions } from './listSubmissions.ts';
import { queueDepth } from './queueDepth.ts';
import { revokeApiKey } from './revokeApiKey.ts';
import { touchApiKey } from './touchApiKey.ts';
import { borderlineCounts } from './borderlineCounts.ts';
import { verdictCounts } from './verdictCounts.ts';

const database = useTestDatabase();
const audit = { actor: 'key_admin', requestId: 'req_1' };

test('a tenant is made once per name, by any number of callers at once', async () => {
  const { db } = database.current;
  const made = await Promise.all(Array.from({ length: 6 }, () => ensureTenant(db, { name: 'Acme' })));
  expect(new Set(made.map((tenant) => tenant.id)).size).toBe(1);
  expect(made[0]).toMatchObject({ id: expect.stringMatching(/^ten_/), name: 'Acme', createdAt: expect.any(Date) });
});

test('an API key is found by its hash until it is revoked, and its hash is never handed out', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  const secretHash = createHash('sha256').update(randomBytes(20)).digest();
  const id = newId('key');
  const key = await insertApiKey(db, { id, tenantId, name: 'mine', hint: 'wxyz', secretHash, scopes: ['read', 'submit'], ...audit });
  expect(key).toEqual({
    id,
    tenantId,
    name: 'mine',
    hint: 'wxyz',
    scopes: ['read', 'submit'],
    createdAt: expect.any(Date),
    lastUsedAt: null,
    revokedAt: null,
  });
  expect(await findApiKeyByHash(db, { secretHash })).toEqual(key);
  expect(await findApiKeyByHash(db, { secretHash: new Uint8Array(32) })).toBeNull();

  await touchApiKey(db, { id });
  const [touched] = await listApiKeys(db, { tenantId });
  expect(touched!.lastUsedAt).toBeInstanceOf(Date);
  await touchApiKey(db, { id }); // within a minute: not written again
  expect(await listApiKeys(db, { tenantId })).toEqual([touched]);

  expect(await revokeApiKey(db, { tenantId: await makeTenant(db), id, ...audit })).toBe(false);
  expect(await revokeApiKey(db, { tenantId, id, ...audit })).toBe(true);
  expect(await revokeApiKey(db, { tenantId, id, ...audit })).toBe(false);
  expect(await findApiKeyByHash(db, { secretHash })).toBeNull();
  expect(await listApiKeys(db, { tenantId })).toEqual([{ ...touched, revokedAt: expect.any(Date) }]);
});

test('a key comes and goes with exactly one audit row each, whoever failed to do it again', async () => {
  const { db } = database.current;
  const { id, tenantId } = await insertApiKey(db, await newKey(db));
  await revokeApiKey(db, { tenantId: await makeTenant(db), id, ...audit });
  await Promise.all(Array.from({ length: 4 }, () => revokeApiKey(db, { tenantId, id, ...audit })));
  const rows = await db.sql`select tenant_id, actor, action, request_id, data from gradecheck.audit_log where subject = ${id} order by id`;
  expect(rows).toEqual([
    { tenant_id: tenantId, actor: 'key_admin', action: 'api_key.created', request_id: 'req_1', data: { name: 'mine', scopes: ['read', 'submit'] } },
    { tenant_id: tenantId, actor: 'key_admin', action: 'api_key.revoked', request_id: 'req_1', data: {} },
  ]);
});

test('where no audit row can be written, no key is made and none is revoked', async () => {
  const { db } = database.current;
  const standing = await newKey(db);
  await insertApiKey(db, standing);
  const never = await newKey(db);
  await db.sql`alter table gradecheck.audit_log add constraint full_disk check (false) not valid`;
  try {
    await expect(insertApiKey(db, never)).rejects.toThrow(/full_disk/);
    await expect(revokeApiKey(db, { tenantId: standing.tenantId, id: standing.id, ...audit })).rejects.toThrow(/full_disk/);
  } finally {
    await db.sql`alter table gradecheck.audit_log drop constraint full_disk`;
  }
  expect(await listApiKeys(db, { tenantId: never.tenantId })).toEqual([]);
  expect(await findApiKeyByHash(db, standing)).toMatchObject({ id: standing.id, revokedAt: null });
});

const newKey = async (db: Database): Promise<InsertApiKeyInput> => ({
  id: newId('key'),
  tenantId: await makeTenant(db),
  name: 'mine',
  hint: 'wxyz',
  secretHash: createHash('sha256').update(randomBytes(20)).digest(),
  scopes: ['read', 'submit'],
  ...audit,
});

test('pages of submissions join without a gap or a repetition, also where many share one instant', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  const made: SubmissionRow[] = [];
  for (let i = 0; i < 7; i++) made.push(await submit(db, tenantId, { questionId: i % 2 ? 'fuse-conv-bn' : 'channel-shuffle' }));
  await db.sql`update gradecheck.submissions set created_at = '2026-01-01T00:00:00.123Z' where tenant_id = ${tenantId}
               and id <> ${made[6]!.id}`;
  await submit(db, await makeTenant(db)); // somebody else's

  const seen: string[] = [];
  let after: { createdAt: Date; id: string } | undefined;
  for (;;) {
    const page = await listSubmissions(db, { tenantId, limit: 3, after });
    if (page.length === 0) break;
    seen.push(...page.map((row) => row.id));
    after = page.at(-1);
  }
  const rest = made.slice(0, 6).map((row) => row.id).toSorted().toReversed();
  expect(seen).toEqual([made[6]!.id, ...rest]);

  const ids = (rows: SubmissionRow[]) => rows.map((row) => row.id).toSorted();
  const fused = made.filter((row) => row.questionId === 'fuse-conv-bn');
  expect(ids(await listSubmissions(db, { tenantId, limit: 10, questionId: 'fuse-conv-bn' }))).toEqual(ids(fused));
  expect(await listSubmissions(db, { tenantId, limit: 10, status: 'graded' })).toEqual([]);
});

test('the queue says how deep it is, and the verdicts are counted', async () => {
  const { db } = database.current;
  await db.sql`truncate gradecheck.submissions cascade`;
  expect(await queueDepth(db)).toEqual({ ready: 0, delayed: 0, leased: 0, dead: 0, readyByRuntime: {}, oldestReadySeconds: 0 });
  expect(await verdictCounts(db)).toEqual([]);
  const tenantId = await makeTenant(db);
  for (let i = 0; i < 4; i++) await submit(db, tenantId);
  await submit(db, tenantId, { runtime: 'tfjs' });
  await db.sql`update wq.jobs set run_at = now() - interval '90 seconds' where id = (select max(id) from wq.jobs where runtime = 'pytorch')`;
  await db.sql`update wq.jobs set run_at = now() + interval '1 hour' where id = (select min(id) from wq.jobs)`;
  const depth = await queueDepth(db);
  expect(depth).toMatchObject({ ready: 4, delayed: 1, leased: 0, dead: 0, readyByRuntime: { pytorch: 3, tfjs: 1 } });
  expect(depth.oldestReadySeconds).toBeGreaterThanOrEqual(90);
  const [job] = await claimJobs(db, { worker: 'w', n: 1, leaseSeconds: 9, offers: onCpu('pytorch') });
  expect(await queueDepth(db)).toMatchObject({ ready: 3, leased: 1, readyByRuntime: { pytorch: 2, tfjs: 1 } });
  await completeJob(db, job!, { report: judgeReport('time_limit', 0), evidence: judgeEvidence });
  expect(await verdictCounts(db)).toEqual([{ verdict: 'time_limit', count: 1 }]);
});

test('cases that ran twice are counted by question, with each verdict that had some', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  expect(await borderlineCounts(db)).toEqual([]);
  for (const borderline of [{ reran: 3, differed: 1 }, undefined, { reran: 2, differed: 0 }]) {
    const row = await submit(db, tenantId);
    const [job] = await claimJobs(db, { worker: 'w', n: 1, leaseSeconds: 9, offers: onCpu('pytorch') });
    const graded = { report: judgeReport('accepted', 100), evidence: { ...judgeEvidence, ...(borderline && { borderline }) } };
    expect(await completeJob(db, job!, graded)).toBe(true);
    expect(await completeJob(db, job!, graded)).toBe(false); // told twice, counted once
    expect(row.questionId).toBe('channel-shuffle');
  }
  expect(await borderlineCounts(db)).toEqual([{ questionId: 'channel-shuffle', agreed: 4, differed: 1 }]);
});

test('idempotency keys are forgotten after their time, never within the promised day', async () => {
  const { db } = database.current;
  const tenantId = await makeTenant(db);
  const idempotency = { key: 'k', fingerprint: new Uint8Array(32) };
  await acceptSubmission(db, codeSubmission(tenantId, { idempotency }));
  await db.sql`update gradecheck.idempotency_keys set created_at = now() - interval '23 hours'`;
  expect(await expireIdempotencyKeys(db, { hours: 1 })).toBe(0);
  await db.sql`update gradecheck.idempotency_keys set created_at = now() - interval '25 hours'`;
  expect(await expireIdempotencyKeys(db, {})).toBe(0);
  expect(await expireIdempotencyKeys(db, { hours: 24 })).toBe(1);
  expect((await acceptSubmission(db, codeSubmission(tenantId, { idempotency }))).outcome).toBe('created');
});
