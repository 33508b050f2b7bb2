import type { ISql } from 'postgres';
import { describe, expect, test, vi } from 'vitest';
import {
  judgeEvidence,
  judgeReport,
  makeTenant,
  onCpu,
  submit,
  workerDescription,
} from '../../tests/support/databaseFixtures.ts';
import { useTestDatabase } from '../../tests/support/database.ts';
import type { Database } from '../createDatabase.ts';
import { cancelSubmission } from '../queries/cancelSubmission.ts';
import { findEvidence } from '../queries/findEvidence.ts';
import { findSubmission } from '../queries/findSubmission.ts';
import { listWorkers } from '../queries/listWorkers.ts';
import { queueDepth } from '../queries/queueDepth.ts';
import { claimJobs } from './claimJobs.ts';
import { completeJob } from './completeJob.ts';
import { extendLease } from './extendLease.ts';
import { failJob } from './failJob.ts';
import { recordProgress } from './recordProgress.ts';
import { reportWorker } from './reportWorker.ts';
import { requeueExpiredJobs } from './requeueExpiredJobs.ts';

const database = useTestDatabase();
const audit = { actor: 'key_test', requestId: null };

/** An empty queue, a tenant, and the worker's own client: everything below happens with a worker's rights. */
async function begin() {
  const { db } = database.current;
  await db.sql`update wq.jobs set state = 'cancelled', lease = null, lease_until = null, finished_at = now()
               where state in ('ready', 'leased')`;
  workerClient ??= database.current.connectAsWorker({ poolMax: 8 });
  return { db, worker: workerClient, tenantId: await makeTenant(db) };
}
let workerClient: Database | undefined;

const claim = (worker: Database, n = 1, leaseSeconds = 30, runtimes = ['pytorch']) =>
  claimJobs(worker, { worker: 'wrk_test', n, leaseSeconds, offers: onCpu(...runtimes) });
const offer = (worker: Database, ...runtimes: string[]) => claim(worker, 1, 30, runtimes);

/** As if its worker had died long ago. */
const expireLease = (db: Database, jobId: string) =>
  db.sql`update wq.jobs set lease_until = now() - interval '1 second' where id = ${jobId}::bigint`;

/** As if the pause after a fault were over. */
const endPause = (db: Database, jobId: string) => db.sql`update wq.jobs set run_at = now() - interval '1 second' where id = ${jobId}::bigint`;

describe('claiming', () => {
  test('hands out the whole job and shows the submission as running', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId, { mode: 'precheck' });
    const [job] = await claim(worker);
    expect(job).toMatchObject({
      attempt: 1,
      submissionId: submission.id,
      questionId: 'channel-shuffle',
      questionRevision: 'sha256:0',
      runtime: 'pytorch',
      mode: 'precheck',
      files: [{ path: 'solution.py', content: 'def channel_shuffle(x, groups): return x\n' }],
    });
    expect(job!.jobId).toMatch(/^\d+$/);
    expect(job!.lease).toMatch(/^[0-9a-f-]{36}$/);
    expect(job!.queuedMs).toBeGreaterThanOrEqual(0);
    const seen = await findSubmission(db, { tenantId, id: submission.id });
    expect(seen).toMatchObject({ status: 'running', version: submission.version + 1, verdict: null });
    expect(seen!.startedAt).toBeInstanceOf(Date);
    expect(await claim(worker)).toEqual([]);
  });

  test('takes the higher priority first, then the older', async () => {
    const { db, worker, tenantId } = await begin();
    const old = await submit(db, tenantId);
    const young = await submit(db, tenantId);
    const urgent = await submit(db, tenantId, { priority: 5 });
    const more = await submit(db, tenantId, { priority: 5 });
    const elsewhere = await submit(db, await makeTenant(db)); // whose turn would come before the busy tenant's second
    const order: string[] = [];
    for (let i = 0; i < 5; i++) order.push((await claim(worker))[0]!.submissionId);
    expect(order).toEqual([urgent.id, more.id, elsewhere.id, old.id, young.id]);
  });

  test("does not let one tenant's backlog starve another's single job", async () => {
    const { db, worker, tenantId: busy } = await begin();
    for (let i = 0; i < 40; i++) await submit(db, busy);
    const quiet = await makeTenant(db);
    const late = await submit(db, quiet);
    const [first] = await claim(worker);
    const [second] = await claim(worker);
    expect(first!.submissionId).not.toBe(late.id); // none under way: the oldest
    expect(second!.submissionId).toBe(late.id); // the busy tenant has one under way now
  });

  test('takes turns between tenants within one claim too', async () => {
    const { db, worker, tenantId: busy } = await begin();
    for (let i = 0; i < 5; i++) await submit(db, busy);
    const quiet = await makeTenant(db);
    const theirs = [await submit(db, quiet), await submit(db, quiet)].map((submission) => submission.id);
    const jobs = await claim(worker, 4);
    expect(jobs.map((job) => theirs.includes(job.submissionId))).toEqual([false, true, false, true]);
  });

  test('takes only what the worker can run, and what nobody offers waits unharmed', async () => {
    const { db, worker, tenantId } = await begin();
    const foreign = await submit(db, tenantId, { runtime: 'tfjs', priority: 9 });
    const own = await submit(db, tenantId, { runtime: 'pytorch' });
    const twin = await submit(db, tenantId, { runtime: 'numpy' });
    expect(await offer(worker)).toEqual([]);
    expect(await offer(worker, 'keras', "'; drop table wq.jobs; --", '{"a",null}')).toEqual([]);
    expect((await claim(worker, 5, 30, ['numpy', 'pytorch', 'numpy'])).map((job) => job.submissionId)).toEqual([own.id, twin.id]);
    expect(await offer(worker, 'pytorch', 'numpy')).toEqual([]);

    expect(await findSubmission(db, { tenantId, id: foreign.id })).toMatchObject({ status: 'queued', version: foreign.version });
    expect(await queueDepth(db)).toMatchObject({ ready: 1, leased: 2, readyByRuntime: { tfjs: 1 } });
    expect(await offer(worker, 'pytorch', 'tfjs')).toMatchObject([{ submissionId: foreign.id, runtime: 'tfjs', attempt: 1 }]);
  });

  test('takes turns between tenants across runtimes, and a backlog of another runtime does not hide a job', async () => {
    const { db, worker, tenantId: busy } = await begin();
    for (let i = 0; i < 30; i++) await submit(db, busy, { runtime: 'tfjs', priority: 9 });
    const first = await submit(db, busy, { runtime: 'pytorch' });
    const second = await submit(db, busy, { runtime: 'numpy' });
    const quiet = await makeTenant(db);
    const late = await submit(db, quiet, { runtime: 'numpy' });
    const jobs = await claim(worker, 3, 30, ['pytorch', 'numpy']);
    expect(jobs.map((job) => job.submissionId)).toEqual([first.id, late.id, second.id]);
  });

  test('reads no more of a large backlog than its heads', async () => {
    const { db, worker, tenantId } = await begin();
    await submitBacklog(db, tenantId, await makeTenant(db));
    await db.sql`analyze wq.jobs`;
    const rows = await worker.sql.begin(async (tx) => {
      expect(await claimTwo(tx)).toHaveLength(2);
      return jobsRead(tx);
    });
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(200); // of 9000; three heads of 18, and a few for each hop
  });

  test('reads no more of a backlog that came after its plan was made for an empty queue', async () => {
    const { db, worker, tenantId } = await begin();
    const other = await makeTenant(db);
    await db.sql`vacuum analyze wq.jobs`; // now the planner knows that there is nothing
    const kept = await worker.sql.reserve();
    for (let i = 0; i < 8; i++) expect(await claimTwo(kept)).toHaveLength(0);
    await submitBacklog(db, tenantId, other);
    await kept`begin`;
    expect(await claimTwo(kept)).toHaveLength(2);
    const rows = await jobsRead(kept);
    await kept`commit`;
    kept.release();
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(400); // of 9000, and as many of 27000
  });

  test('gives each job to exactly one of several claimers at once', async () => {
    const { db, worker, tenantId } = await begin();
    const other = await makeTenant(db);
    const submitted = [];
    for (let i = 0; i < 60; i++) submitted.push((await submit(db, i % 3 ? tenantId : other)).id);
    const taken: string[] = [];
    const claimer = async () => {
      // Empty-handed is no proof of an empty queue: another may hold the head of the line locked in that moment.
      for (let empty = 0; empty < 20; ) {
        const jobs = await claim(worker, 2);
        empty = jobs.length === 0 ? empty + 1 : 0;
        taken.push(...jobs.map((job) => job.submissionId));
      }
    };
    await Promise.all(Array.from({ length: 8 }, claimer));
    expect(taken.toSorted()).toEqual(submitted.toSorted());
  });

  test('finds a job from its notification', async () => {
    const { db, worker, tenantId } = await begin();
    const heard: string[] = [];
    const unlisten = await worker.listen('gradecheck_jobs', (payload) => heard.push(payload));
    try {
      const submission = await submit(db, tenantId);
      await vi.waitFor(() => expect(heard).toEqual(['']), { timeout: 10_000, interval: 5 });
      expect((await claim(worker))[0]!.submissionId).toBe(submission.id);
    } finally {
      await unlisten();
    }
  });
});

describe('the lease', () => {
  test('is extended by its holder only', async () => {
    const { db, worker, tenantId } = await begin();
    await submit(db, tenantId);
    const [job] = await claim(worker, 1, 1);
    expect(await extendLease(worker, job!, 600)).toBe(true);
    const [row] = await db.sql`select lease_until > now() + interval '500 seconds' as long from wq.jobs where id = ${job!.jobId}::bigint`;
    expect(row!.long).toBe(true);
    const stranger = { jobId: job!.jobId, lease: crypto.randomUUID() };
    expect(await extendLease(worker, stranger, 600)).toBe(false);
  });

  test('that ran out gives the job to another, and its old holder can change nothing', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    const [zombie] = await claim(worker);
    await expireLease(db, zombie!.jobId);
    const [heir] = await claim(worker);
    expect(heir).toMatchObject({ jobId: zombie!.jobId, submissionId: submission.id, attempt: 2 });
    expect(heir!.lease).not.toBe(zombie!.lease);

    const lie = { report: judgeReport('accepted'), evidence: judgeEvidence };
    expect(await completeJob(worker, zombie!, lie)).toBe(false);
    expect(await extendLease(worker, zombie!, 60)).toBe(false);
    expect(await recordProgress(worker, zombie!, { done: 9, total: 9 })).toBe(false);
    expect(await failJob(worker, zombie!, { reason: 'late' })).toBe('lost');
    expect(await findSubmission(db, { tenantId, id: submission.id })).toMatchObject({ status: 'running', verdict: null, progress: null });

    expect(await completeJob(worker, heir!, { report: judgeReport('wrong_answer', 40), evidence: judgeEvidence })).toBe(true);
    expect(await completeJob(worker, zombie!, lie)).toBe(false);
    expect(await findSubmission(db, { tenantId, id: submission.id })).toMatchObject({ verdict: 'wrong_answer', score: 40 });
  });

  test('that ran out and was taken by nobody yet still counts', async () => {
    const { db, worker, tenantId } = await begin();
    await submit(db, tenantId);
    const [job] = await claim(worker);
    await expireLease(db, job!.jobId);
    expect(await completeJob(worker, job!, { report: judgeReport(), evidence: judgeEvidence })).toBe(true);
    expect(await requeueExpiredJobs(worker)).toBe(0);
  });

  test('that is running is not taken back', async () => {
    const { db, worker, tenantId } = await begin();
    await submit(db, tenantId);
    await claim(worker);
    expect(await requeueExpiredJobs(worker)).toBe(0);
  });
});

describe('completing', () => {
  test('stores verdict, report and evidence once, and tells whoever listens', async () => {
    const { db, worker, tenantId } = await begin();
    const heard: string[] = [];
    const unlisten = await db.listen('gradecheck_submissions', (id) => heard.push(id));
    const submission = await submit(db, tenantId);
    const [job] = await claim(worker);
    await vi.waitFor(() => expect(heard).toEqual([`${submission.id} running`]), { timeout: 10_000 });
    const before = (await findSubmission(db, { tenantId, id: submission.id }))!;
    const report = judgeReport('accepted', 100);
    expect(await completeJob(worker, job!, { report, evidence: judgeEvidence })).toBe(true);
    const after = (await findSubmission(db, { tenantId, id: submission.id }))!;
    expect(after).toMatchObject({
      status: 'graded',
      verdict: 'accepted',
      score: 100,
      maxScore: 100,
      report,
      version: before.version + 1,
      attemptCharged: true,
    });
    expect(after.finishedAt).toBeInstanceOf(Date);
    expect(after).not.toHaveProperty('evidence');
    expect(await findEvidence(db, { tenantId, id: submission.id })).toMatchObject({ evidence: judgeEvidence });

    const again = { report: judgeReport('wrong_answer', 0), evidence: { seed: 'other' } };
    expect(await completeJob(worker, job!, again)).toBe(false);
    expect(await findSubmission(db, { tenantId, id: submission.id })).toEqual(after);
    await vi.waitFor(() => expect(heard).toEqual([`${submission.id} running`, submission.id]), { timeout: 10_000 });
    await unlisten();
  });

  test('refuses a verdict that is none, and leaves the job as it was', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    const [job] = await claim(worker);
    for (const verdict of ['grader_error', 'splendid']) {
      const report = { ...judgeReport(), verdict: verdict as 'accepted' };
      await expect(completeJob(worker, job!, { report, evidence: judgeEvidence })).rejects.toThrow(/submissions_verdict/);
    }
    expect(await extendLease(worker, job!, 30)).toBe(true);
    expect(await findSubmission(db, { tenantId, id: submission.id })).toMatchObject({ status: 'running' });
  });
});

describe('failing', () => {
  test('pauses 3, then 9 seconds, and the candidate sees it queued again', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    for (const seconds of [3, 9]) {
      const [job] = await claim(worker);
      await recordProgress(worker, job!, { done: 1, total: 3 });
      expect(await failJob(worker, job!, { reason: 'zygote_died' })).toBe('retry');
      expect(await claim(worker)).toEqual([]);
      const [row] = await db.sql`
        select extract(epoch from run_at - now())::float8 as pause, last_fault from wq.jobs where id = ${job!.jobId}::bigint`;
      expect(row!.last_fault).toBe('zygote_died');
      expect(row!.pause).toBeLessThanOrEqual(seconds);
      expect(row!.pause).toBeGreaterThan(seconds / 3); // longer than the pause before it
      expect(await queueDepth(db)).toMatchObject({ ready: 0, delayed: 1, leased: 0 });
      expect(await findSubmission(db, { tenantId, id: submission.id })).toMatchObject({
        status: 'queued',
        progress: null,
        startedAt: null,
      });
      await endPause(db, job!.jobId);
    }
    expect((await claim(worker))[0]).toMatchObject({ submissionId: submission.id, attempt: 3 });
  });

  test('with retryNow does not pause', async () => {
    const { db, worker, tenantId } = await begin();
    await submit(db, tenantId);
    const [job] = await claim(worker);
    expect(await failJob(worker, job!, { reason: 'shutting_down', retryNow: true })).toBe('retry');
    expect((await claim(worker))[0]).toMatchObject({ jobId: job!.jobId, attempt: 2 });
  });

  test('the fifth time is the end: grader_error, no attempt charged', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    expect(submission.attemptCharged).toBe(true);
    const outcomes: string[] = [];
    for (let attempt = 1; attempt <= 5; attempt++) {
      const [job] = await claim(worker);
      expect(job!.attempt).toBe(attempt);
      outcomes.push(await failJob(worker, job!, { reason: 'judge_died', retryNow: true }));
    }
    expect(outcomes).toEqual(['retry', 'retry', 'retry', 'retry', 'dead']);
    expect(await claim(worker)).toEqual([]);
    const failed = (await findSubmission(db, { tenantId, id: submission.id }))!;
    expect(failed).toMatchObject({ status: 'failed', verdict: 'grader_error', score: null, attemptCharged: false });
    expect(failed.report).toMatchObject({ verdict: 'grader_error', cases: [], runtime: { name: 'pytorch' } });
    expect(failed.report!.message).toMatch(/costs no attempt/);
  });

  test.each([
    ['revision_unknown', /Operators: bring API and workers to the same release.*npm run gen/],
    ['question_unknown', /Operators: bring API and workers to the same release.*npm run gen/],
    ['backend_missing', /Operators: start a worker that has it.*npx gradecheck doctor/],
  ])('%s is tried for more than a minute, and its end says what to do', async (reason, cure) => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    let waited = 0;
    for (let attempt = 1; attempt <= 5; attempt++) {
      const [job] = await claim(worker);
      expect(job!.attempt).toBe(attempt);
      expect(await failJob(worker, job!, { reason })).toBe(attempt < 5 ? 'retry' : 'dead');
      if (attempt === 5) break;
      expect(await claim(worker)).toEqual([]);
      const [row] = await db.sql<{ pause: number }[]>`
        select extract(epoch from run_at - now())::float8 as pause from wq.jobs where id = ${job!.jobId}::bigint`;
      waited += row!.pause;
      await endPause(db, job!.jobId);
    }
    expect(waited).toBeGreaterThan(60);
    const failed = (await findSubmission(db, { tenantId, id: submission.id }))!;
    expect(failed).toMatchObject({ status: 'failed', verdict: 'grader_error', attemptCharged: false });
    expect(failed.report!.message).toMatch(/costs no attempt/);
    expect(failed.report!.message).toMatch(cure);
  });

  test('five lost leases are the end too', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    for (let attempt = 1; attempt <= 5; attempt++) {
      const [job] = await claim(worker);
      expect(job!.attempt).toBe(attempt);
      await expireLease(db, job!.jobId);
    }
    expect(await requeueExpiredJobs(worker)).toBe(1);
    expect(await findSubmission(db, { tenantId, id: submission.id })).toMatchObject({ status: 'failed', verdict: 'grader_error' });
    const [row] = await db.sql`select state, last_fault from wq.jobs where submission_id = ${submission.id}`;
    expect(row).toEqual({ state: 'dead', last_fault: 'lease_expired' });
  });
});

describe('cancelling', () => {
  test('a queued submission takes its job out of the queue', async () => {
    const { db, worker, tenantId } = await begin();
    const heard: string[] = [];
    const unlisten = await db.listen('gradecheck_submissions', (id) => heard.push(id));
    const submission = await submit(db, tenantId);
    expect(await cancelSubmission(db, { tenantId, id: submission.id, ...audit })).toBe('cancelled');
    await vi.waitFor(() => expect(heard).toContain(submission.id), { timeout: 10_000 });
    await unlisten();
    expect(await claim(worker)).toEqual([]);
    const cancelled = (await findSubmission(db, { tenantId, id: submission.id }))!;
    expect(cancelled).toMatchObject({ status: 'cancelled', verdict: null, attemptCharged: false });
    expect(cancelled.version).toBeGreaterThan(submission.version);
    expect(await cancelSubmission(db, { tenantId, id: submission.id, ...audit })).toBe('already_final');
    const log = await db.sql`select action from gradecheck.audit_log where subject = ${submission.id} order by id`;
    expect(log.map((row) => row.action)).toEqual(['submission.created', 'submission.cancelled']);
  });

  test('a running one makes everything its worker still reports come to nothing', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    const [job] = await claim(worker);
    expect(await cancelSubmission(db, { tenantId, id: submission.id, ...audit })).toBe('cancelled');
    const cancelled = await findSubmission(db, { tenantId, id: submission.id });
    expect(await extendLease(worker, job!, 30)).toBe(false);
    expect(await recordProgress(worker, job!, { done: 1, total: 2 })).toBe(false);
    expect(await completeJob(worker, job!, { report: judgeReport(), evidence: judgeEvidence })).toBe(false);
    expect(await failJob(worker, job!, { reason: 'late' })).toBe('lost');
    expect(await findSubmission(db, { tenantId, id: submission.id })).toEqual(cancelled);
  });

  test('is refused for a graded, an unknown, and a stranger\'s submission', async () => {
    const { db, worker, tenantId } = await begin();
    const submission = await submit(db, tenantId);
    const stranger = await makeTenant(db);
    expect(await cancelSubmission(db, { tenantId: stranger, id: submission.id, ...audit })).toBe('not_found');
    expect(await cancelSubmission(db, { tenantId, id: 'sub_none', ...audit })).toBe('not_found');
    const [job] = await claim(worker);
    await completeJob(worker, job!, { report: judgeReport(), evidence: judgeEvidence });
    expect(await cancelSubmission(db, { tenantId, id: submission.id, ...audit })).toBe('already_final');
  });

  test('against a completion at the same moment: exactly one of them wins', async () => {
    const { db, worker, tenantId } = await begin();
    for (let round = 0; round < 30; round++) {
      const submission = await submit(db, tenantId);
      const [job] = await claim(worker);
      const [cancelled, completed] = await Promise.all([
        cancelSubmission(db, { tenantId, id: submission.id, ...audit }),
        completeJob(worker, job!, { report: judgeReport(), evidence: judgeEvidence }),
      ]);
      const { status } = (await findSubmission(db, { tenantId, id: submission.id }))!;
      expect({ cancelled, completed, status }).toEqual(
        completed
          ? { cancelled: 'already_final', completed: true, status: 'graded' }
          : { cancelled: 'cancelled', completed: false, status: 'cancelled' },
      );
    }
  });
});

test('progress is shown, and each step raises the version', async () => {
  const { db, worker, tenantId } = await begin();
  const submission = await submit(db, tenantId);
  const [job] = await claim(worker);
  for (const done of [1, 2]) {
    expect(await recordProgress(worker, job!, { done, total: 4 })).toBe(true);
    expect(await findSubmission(db, { tenantId, id: submission.id })).toMatchObject({
      progress: { done, total: 4 },
      version: submission.version + 1 + done,
    });
  }
});

test('a worker introduces itself, and again', async () => {
  const { db, worker } = await begin();
  await reportWorker(worker, workerDescription);
  const [first] = await listWorkers(db);
  await reportWorker(worker, { ...workerDescription, slots: 7 });
  const [again] = await listWorkers(db, { seenWithinSeconds: 60 });
  expect(again).toMatchObject({ ...workerDescription, slots: 7 });
  expect(again!.startedAt).toEqual(first!.startedAt);
  expect(again!.lastSeenAt.getTime()).toBeGreaterThanOrEqual(first!.lastSeenAt.getTime());
  await db.sql`update gradecheck.workers set last_seen_at = now() - interval '1 hour'`;
  expect(await listWorkers(db, { seenWithinSeconds: 60 })).toEqual([]);
});

/** 9000 jobs of three runtimes and two tenants. */
async function submitBacklog(db: Database, tenantId: string, other: string): Promise<void> {
  for (const [owner, runtime] of [[tenantId, 'pytorch'], [other, 'numpy'], [other, 'tfjs']] as const)
    await db.sql`
      with made as (
        insert into gradecheck.submissions (id, tenant_id, question_id, question_revision, kind, runtime, mode, answer, status, attempt_charged)
        select 'sub_' || ${owner} || ${runtime} || n, ${owner}, 'q', 'sha256:0', 'code', ${runtime}, 'grade', '{"files": []}', 'queued', true
        from generate_series(1, 3000) n
        returning id
      )
      insert into wq.jobs (submission_id, tenant_id, runtime) select id, ${owner}, ${runtime} from made`;
}

const claimTwo = (tx: ISql) =>
  tx`select from wq.claim('wrk_test', 2, 30, array['pytorch', 'numpy', 'tfjs', 'keras'], array['cpu', 'cpu', 'cpu', 'cpu'], array[]::uuid[])`;

/** Rows of jobs that this transaction has read. */
async function jobsRead(tx: ISql): Promise<number> {
  const [seen] = await tx<{ read: number }[]>`
    select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as read
    from pg_stat_xact_user_tables where schemaname = 'wq' and relname = 'jobs'`;
  return seen!.read;
}
