import { expect, test } from 'vitest';
import { judgeEvidence, judgeReport, makeTenant, onCpu, submit, workerDescription } from '../../tests/support/databaseFixtures.ts';
import { useTestDatabase } from '../../tests/support/database.ts';
import { type DeviceType, type Offer, type OfferedRuntime, offersOf, type WantedDevice } from '../../src/protocol/devices.ts';
import type { Database } from '../createDatabase.ts';
import { cancelSubmission } from '../queries/cancelSubmission.ts';
import { findSubmission } from '../queries/findSubmission.ts';
import { listWorkers } from '../queries/listWorkers.ts';
import { regradeSubmission } from '../queries/regradeSubmission.ts';
import { waitingKinds } from '../queries/waitingKinds.ts';
import { claimJobs } from './claimJobs.ts';
import { completeJob } from './completeJob.ts';
import { extendLease } from './extendLease.ts';
import { failJob } from './failJob.ts';
import { recordProgress } from './recordProgress.ts';
import { reportWorker } from './reportWorker.ts';

const database = useTestDatabase();
const audit = { actor: 'key_test', requestId: null };

/** An empty queue, nobody who works, a tenant, and a client with a worker's rights. */
async function begin() {
  const { db } = database.current;
  await db.sql`update wq.jobs set state = 'cancelled', lease = null, lease_until = null, finished_at = now() where state in ('ready', 'leased')`;
  await db.sql`delete from gradecheck.workers`;
  workerClient ??= database.current.connectAsWorker({ poolMax: 4 });
  const tenantId = await makeTenant(db);
  const handIn = (device?: WantedDevice, runtime = 'pytorch') => submit(db, tenantId, { device, runtime });
  return { db, worker: workerClient, tenantId, handIn };
}
let workerClient: Database | undefined;

const claim = (worker: Database, offers: Offer[], n = 1) => claimJobs(worker, { worker: 'wrk_test', n, leaseSeconds: 30, offers });
const withCard: Offer[] = [...onCpu('pytorch', 'numpy'), { runtime: 'pytorch', device: 'cuda' }];
const needs = (type: DeviceType): WantedDevice => ({ type, required: true });
const prefers = (type: DeviceType): WantedDevice => ({ type, required: false });

/** As if a machine with a card were alive. */
const aCardIsThere = (worker: Database, more: Partial<typeof workerDescription> = {}) =>
  reportWorker(worker, { ...workerDescription, id: 'wrk_card', runtimes: [{ name: 'pytorch', version: '1', devices: ['cpu', 'cuda'] }] satisfies OfferedRuntime[], ...more });

test('what needs a card waits for one, and loses no try by it', async () => {
  const { db, worker, tenantId, handIn } = await begin();
  const heavy = await handIn(needs('cuda'));
  const plain = await handIn();
  expect((await claim(worker, onCpu('pytorch'), 5)).map((job) => job.submissionId)).toEqual([plain.id]);
  expect(await claim(worker, [{ runtime: 'numpy', device: 'cuda' }], 5)).toEqual([]);
  expect(await findSubmission(db, { tenantId, id: heavy.id })).toMatchObject({ status: 'queued', device: 'cuda', deviceStrict: true, version: heavy.version });
  expect(await waitingKinds(db)).toEqual([{ runtime: 'pytorch', device: 'cuda' }]);
  expect(await claim(worker, withCard, 5)).toMatchObject([{ submissionId: heavy.id, device: 'cuda', deviceMissed: null, attempt: 1, regrade: false, seed: null }]);
});

test('what one backend alone may grade waits for a worker that has it, and loses no try by it', async () => {
  const { db, worker, tenantId } = await begin();
  const gradients = await submit(db, tenantId, { runtime: 'tfjs', needsBackend: 'native' });
  const plain = await submit(db, tenantId, { runtime: 'tfjs' });
  const offers = (backend?: 'native' | 'wasm') => offersOf([{ name: 'tfjs', version: '1', devices: ['cpu', 'webgpu'], backend }]);
  expect((await claim(worker, offers('wasm'), 5)).map((job) => job.submissionId)).toEqual([plain.id]);
  expect(await claim(worker, offers(), 5)).toEqual([]); // a worker of before there was a choice
  expect(await findSubmission(db, { tenantId, id: gradients.id })).toMatchObject({ status: 'queued', runtime: 'tfjs', version: gradients.version });
  expect(await waitingKinds(db)).toEqual([{ runtime: 'tfjs/native', device: null }]);
  expect(await claim(worker, offers('native'), 5)).toMatchObject([{ submissionId: gradients.id, runtime: 'tfjs', device: 'cpu', deviceMissed: null, attempt: 1 }]);
});

test('what any device can grade goes to the processor of a machine that has both', async () => {
  const { worker, handIn } = await begin();
  const plain = await handIn();
  expect(await claim(worker, [{ runtime: 'pytorch', device: 'cuda' }])).toEqual([]);
  expect(await claim(worker, withCard)).toMatchObject([{ submissionId: plain.id, device: 'cpu', deviceMissed: null }]);
});

test('what prefers a card gets it where one is alive, and else says what it missed', async () => {
  const { db, worker, handIn } = await begin();
  const first = await handIn(prefers('cuda'));
  await aCardIsThere(worker);
  expect(await claim(worker, onCpu('pytorch', 'numpy'))).toEqual([]);
  expect(await claim(worker, withCard)).toMatchObject([{ submissionId: first.id, device: 'cuda', deviceMissed: null }]);

  const second = await handIn(prefers('cuda'));
  await db.sql`update gradecheck.workers set last_seen_at = now() - interval '2 minutes' where id = 'wrk_card'`;
  expect(await claim(worker, onCpu('pytorch'))).toMatchObject([{ submissionId: second.id, device: 'cpu', deviceMissed: 'cuda' }]);
});

test('a card whose worker refuses to serve holds nothing back', async () => {
  const { worker, handIn } = await begin();
  const wish = await handIn(prefers('cuda'));
  await aCardIsThere(worker, { isolation: { ...workerDescription.isolation, serves: false } });
  expect(await claim(worker, onCpu('pytorch'))).toMatchObject([{ submissionId: wish.id, device: 'cpu', deviceMissed: 'cuda' }]);
});

test('all lines of a worker share its turns: priority and age go before the device', async () => {
  const { worker, handIn } = await begin();
  const ids = [];
  for (const device of [needs('cuda'), undefined, prefers('cuda'), needs('cpu')]) ids.push((await handIn(device)).id);
  expect((await claim(worker, withCard, 9)).map((job) => job.submissionId)).toEqual(ids);
});

/** A graded submission with the seed of its hidden cases. */
async function graded(of: Awaited<ReturnType<typeof begin>>) {
  const submission = await of.handIn();
  const [job] = await claim(of.worker, onCpu('pytorch'));
  await completeJob(of.worker, job!, { report: judgeReport('wrong_answer', 40), evidence: judgeEvidence });
  const read = async () => (await findSubmission(of.db, { tenantId: of.tenantId, id: submission.id }))!;
  const again = (device: DeviceType = 'cuda') => regradeSubmission(of.db, { tenantId: of.tenantId, id: submission.id, device, ...audit });
  return { id: submission.id, read, again, first: await read() };
}

const onCard = { ...judgeReport('accepted', 100), device: { type: 'cuda' as const, name: 'a card' } };

test('a regrade meets the same seed, and its verdict stands beside the first', async () => {
  const base = await begin();
  const { id, read, again, first } = await graded(base);
  expect(await again()).toBe('queued');
  expect(await read()).toMatchObject({ status: 'graded', verdict: 'wrong_answer', version: first.version + 1, regrades: [{ device: 'cuda', status: 'queued', verdict: null }] });
  expect(await claim(base.worker, onCpu('pytorch'), 5)).toEqual([]);
  const [job] = await claim(base.worker, withCard, 5);
  expect(job).toMatchObject({ submissionId: id, device: 'cuda', regrade: true, seed: judgeEvidence.seed });
  expect((await read()).regrades).toMatchObject([{ status: 'running' }]);
  expect(await recordProgress(base.worker, job!, { done: 1, total: 2 })).toBe(true);
  expect(await completeJob(base.worker, job!, { report: onCard, evidence: { seed: 'ff' } })).toBe(true);

  const both = await read();
  expect(both).toMatchObject({ status: 'graded', verdict: 'wrong_answer', score: 40, progress: null, attemptCharged: true });
  expect(both.report).toEqual(first.report);
  expect(both.finishedAt).toEqual(first.finishedAt);
  expect(both.regrades).toMatchObject([{ device: 'cuda', status: 'graded', verdict: 'accepted', score: 100, report: onCard }]);
  expect(both.regrades[0]!.finishedAt).toBeInstanceOf(Date);
  expect(JSON.stringify(both)).not.toContain('seed');
});

test('asking again is asking once, from whoever it comes at the same moment', async () => {
  const base = await begin();
  const { read, again } = await graded(base);
  expect((await Promise.all([again(), again(), again(), again()])).sort()).toEqual(['present', 'present', 'present', 'queued']);
  const [job] = await claim(base.worker, withCard, 5);
  expect(await again()).toBe('present');
  await completeJob(base.worker, job!, { report: onCard, evidence: judgeEvidence });
  const done = await read();
  expect(await again()).toBe('present');
  expect(await read()).toEqual(done);
  expect(await claim(base.worker, withCard, 5)).toEqual([]);
});

test('a regrade has its own fence: a lost lease changes neither verdict', async () => {
  const base = await begin();
  const { read, again } = await graded(base);
  await again();
  const [zombie] = await claim(base.worker, withCard);
  await base.db.sql`update wq.jobs set lease_until = now() - interval '1 second' where id = ${zombie!.jobId}::bigint`;
  const [heir] = await claim(base.worker, withCard);
  expect(heir).toMatchObject({ jobId: zombie!.jobId, attempt: 2, regrade: true });
  expect(await completeJob(base.worker, zombie!, { report: onCard, evidence: judgeEvidence })).toBe(false);
  expect(await extendLease(base.worker, zombie!, 9)).toBe(false);
  expect(await read()).toMatchObject({ verdict: 'wrong_answer', regrades: [{ status: 'running', verdict: null }] });
});

test('a regrade that broke says so, leaves the first verdict alone, and may be asked for anew', async () => {
  const base = await begin();
  const { read, again, first } = await graded(base);
  await again();
  for (let attempt = 1; attempt <= 5; attempt++) {
    const [job] = await claim(base.worker, withCard);
    expect(await failJob(base.worker, job!, { reason: 'zygote_died', retryNow: true })).toBe(attempt < 5 ? 'retry' : 'dead');
  }
  expect(await read()).toMatchObject({ status: 'graded', verdict: 'wrong_answer', attemptCharged: first.attemptCharged, regrades: [{ status: 'failed', verdict: 'grader_error' }] });
  expect(await again()).toBe('queued');
  expect(await claim(base.worker, withCard)).toMatchObject([{ regrade: true, attempt: 1 }]);
});

test('asking again while its verdict is being written waits for it, and neither of the two is thrown out', async () => {
  const base = await begin();
  const { id, read, again } = await graded(base);
  await again();
  const [job] = await claim(base.worker, withCard);
  // As if the request had come so far that it has the submission's row, and no further.
  const asking = await base.db.sql.reserve();
  await asking`begin`;
  await asking`select from gradecheck.submissions where id = ${id} for update`;
  const writing = completeJob(base.worker, job!, { report: onCard, evidence: judgeEvidence });
  const waiting = () => base.db.sql`select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`;
  await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0);
  const [asked] = await asking`select wq.regrade(${base.tenantId}, ${id}, 'cuda', 'key_test', null) as outcome`;
  await asking`commit`;
  asking.release();
  expect(asked!.outcome).toBe('present');
  expect(await writing).toBe(true);
  expect((await read()).regrades).toMatchObject([{ status: 'graded', verdict: 'accepted' }]);
});

test('what cannot be regraded: nothing of it changes', async () => {
  const base = await begin();
  const { again, id, read, first } = await graded(base);
  expect(await again('cpu')).toBe('same_device');
  const queued = await base.handIn();
  const ask = (tenantId: string, of: string) => regradeSubmission(base.db, { tenantId, id: of, device: 'cuda', ...audit });
  expect(await ask(base.tenantId, queued.id)).toBe('not_graded');
  expect(await ask(base.tenantId, 'sub_none')).toBe('not_found');
  expect(await ask(await makeTenant(base.db), id)).toBe('not_found');
  expect(await read()).toEqual(first);
});

test('a regrade cannot be cancelled: the submission is final', async () => {
  const base = await begin();
  const { again, id, read } = await graded(base);
  await again();
  const asked = await read();
  expect(await cancelSubmission(base.db, { tenantId: base.tenantId, id, ...audit })).toBe('already_final');
  expect(await read()).toEqual(asked);
  expect(await claim(base.worker, withCard)).toHaveLength(1);
});

test('a worker that introduces itself clears away those that have been silent for a day, and no other', async () => {
  const { db, worker } = await begin();
  for (const [id, silent] of [['wrk_dead', '25 hours'], ['wrk_pausing', '23 hours']] as const) {
    await reportWorker(worker, { ...workerDescription, id });
    await db.sql`update gradecheck.workers set last_seen_at = now() - ${silent}::interval where id = ${id}`;
  }
  const known = async () => (await listWorkers(db)).map(({ id }) => id).sort();
  await reportWorker(worker, { ...workerDescription, id: 'wrk_new' });
  expect(await known()).toEqual(['wrk_new', 'wrk_pausing']);
  // A sign of life after a long sleep is one, too.
  await db.sql`update gradecheck.workers set last_seen_at = now() - interval '2 days'`;
  await reportWorker(worker, { ...workerDescription, id: 'wrk_pausing' });
  expect(await known()).toEqual(['wrk_new', 'wrk_pausing']);
});
