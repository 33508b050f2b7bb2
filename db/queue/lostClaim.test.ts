/** A claim that the database did and whose answer never arrived: nobody graded, so it costs the job no try. */
import { expect, test, vi } from 'vitest';
import { onCpu, makeTenant, submit } from '../../tests/support/databaseFixtures.ts';
import { useTestDatabase } from '../../tests/support/database.ts';
import { postgresJobQueue } from '../../workers/grader/postgresJobQueue.ts';
import { findSubmission } from '../queries/findSubmission.ts';
import { claimJobs } from './claimJobs.ts';
import { failJob } from './failJob.ts';

const database = useTestDatabase();
const offers = onCpu('pytorch');

/** A job in an empty queue, and what its row says. */
async function begin() {
  const { db } = database.current;
  await db.sql`delete from wq.jobs`;
  const tenantId = await makeTenant(db);
  const { id } = await submit(db, tenantId);
  const row = async () => (await db.sql`select state, attempts, worker, lease from wq.jobs where submission_id = ${id}`)[0]!;
  const expire = () => db.sql`update wq.jobs set lease_until = now() - interval '1 second' where submission_id = ${id}`;
  const claim = (held?: string[], worker = 'wrk_1') => claimJobs(db, { worker, n: 5, leaseSeconds: 30, offers, ...(held ? { held } : {}) });
  return { db, id, row, expire, claim, seen: () => findSubmission(db, { tenantId, id }) };
}

test('a claim that outlasts its deadline, and is done after it, is made good by the next one', async () => {
  const { db, id, row } = await begin();
  const queue = postgresJobQueue(database.current.connectAsWorker(), { worker: 'wrk_1', leaseSeconds: 2 });
  const other = await db.sql.reserve();
  await other`begin`;
  await other`lock table gradecheck.submissions in share mode`;
  await expect(queue.claim(1, offers, [])).rejects.toThrow(/did not answer "claimJobs"/);
  await other`commit`;
  other.release();
  await vi.waitFor(async () => expect(await row()).toMatchObject({ state: 'leased', attempts: 1, worker: 'wrk_1' }), { timeout: 5000 });
  expect(await queue.claim(1, offers, [])).toMatchObject([{ submissionId: id, attempt: 1 }]);
});

test('however often it happens, also where the lease ran out meanwhile', async () => {
  const { id, claim, expire, seen } = await begin();
  for (let n = 0; n < 8; n++) {
    await claim([]);
    if (n % 2) await expire();
  }
  expect(await claim([])).toMatchObject([{ submissionId: id, attempt: 1 }]);
  expect(await seen()).toMatchObject({ status: 'running', verdict: null });
});

test('what the worker has in hand, and what others have, stays where it is', async () => {
  const { claim, row } = await begin();
  const [job] = await claim([]);
  expect(await claim([job!.lease])).toEqual([]);
  expect(await claim([], 'wrk_2')).toEqual([]);
  expect(await claim()).toEqual([]);
  expect(await row()).toMatchObject({ state: 'leased', attempts: 1, lease: job!.lease });
});

test('a worker that dies of it still uses up its tries, and so does one that keeps no count', async () => {
  const { claim, expire, row } = await begin();
  for (let n = 1; n <= 5; n++) {
    expect(await claim(n % 2 ? [] : undefined, `wrk_${n}`)).toMatchObject([{ attempt: n }]);
    await expire();
  }
  expect(await claim([], 'wrk_6')).toEqual([]);
  expect(await row()).toMatchObject({ state: 'dead', attempts: 5 });
});

test('a try that broke is not made good by one that was lost', async () => {
  const { db, claim } = await begin();
  const [job] = await claim([]);
  await failJob(db, job!, { reason: 'judge_died', retryNow: true });
  await claim([]);
  expect(await claim([])).toMatchObject([{ attempt: 2 }]);
});
