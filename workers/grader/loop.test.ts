import { afterEach, expect, test } from 'vitest';
import { silentLogger } from '../../src/lib/logger.ts';
import type { Offer } from '../../src/protocol/devices.ts';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import type { JudgeReport } from '../../src/protocol/judgeReport.ts';
import { type Graded, JudgeFault } from './judgeClient.ts';
import type { ServingJudge } from './judgeKeeper.ts';
import type { JobQueue } from './jobQueue.ts';
import { claimsOf, runLoop } from './loop.ts';
import { Wakeup } from './wakeup.ts';

const running: AbortController[] = [];
afterEach(() => running.splice(0).forEach((stop) => stop.abort()));

test('asks for nothing before a judge serves, and then only for what that judge can run', async () => {
  const queue = queueOf(aJob('sub_pytorch', 'pytorch'), aJob('sub_tfjs', 'tfjs'));
  const loop = start(queue, undefined);
  await loop.turns(3);
  expect(queue.asked).toEqual([]);

  loop.judge = { client: { grade: async () => graded }, offers: cpu('pytorch', 'numpy') };
  await loop.until(() => queue.completed.length === 1);
  await loop.turns(3);
  expect(queue.completed).toEqual(['sub_pytorch']);
  expect(new Set(queue.asked)).toEqual(new Set(['pytorch numpy']));

  loop.judge = { client: { grade: async () => graded }, offers: cpu('pytorch', 'numpy', 'tfjs') }; // the judge was started again with one more
  await loop.until(() => queue.completed.length === 2);
  expect(queue.completed).toEqual(['sub_pytorch', 'sub_tfjs']);
  expect(queue.failed).toEqual([]);
  await loop.end();
});

test.each([
  ['revision_unknown', false],
  ['judge_died', true],
])('gives a job back after the fault %s, at once: %s', async (reason, retryNow) => {
  const queue = queueOf(aJob('sub_1', 'pytorch'));
  const loop = start(queue, { client: { grade: () => Promise.reject(new JudgeFault(reason, 'for the log', retryNow)) }, offers: cpu('pytorch') });
  await loop.until(() => queue.failed.length === 1);
  expect(queue.failed).toEqual([{ id: 'sub_1', reason, retryNow }]);
  expect(queue.completed).toEqual([]);
  await loop.end();
});

test('a job whose lease is lost is dropped, frees its slot, and is given back to nobody', async () => {
  const queue = queueOf(aJob('sub_cancelled', 'pytorch'));
  queue.extend = async () => false;
  const dropped: string[] = [];
  const grade: ServingJudge['client']['grade'] = (job, _onProgress, lost) =>
    new Promise((_, reject) => lost!.addEventListener('abort', () => reject(new JudgeFault('dropped', String(dropped.push(job.submissionId)), false))));
  const loop = start(queue, { client: { grade }, offers: cpu('pytorch') }, { leaseSeconds: 0.03 });
  await loop.until(() => dropped.length === 1);
  await loop.end(); // waits for what is under way
  expect([queue.completed, queue.failed]).toEqual([[], []]);
});

test('asks for one answer at a time for each card, and for nothing more of it while one is under way', () => {
  const both: Offer[] = [...cpu('pytorch', 'numpy'), { runtime: 'pytorch', device: 'cuda' }, { runtime: 'keras', device: 'cuda' }];
  const onCard = both.filter(({ device }) => device === 'cuda');
  const onProcessor = both.filter(({ device }) => device === 'cpu');
  expect(claimsOf(both, 4, [{ device: 'cpu' }])).toEqual([{ count: 1, offers: onCard }, { count: 4, offers: onProcessor }]);
  expect(claimsOf(both, 4, [{ device: 'cuda' }])).toEqual([{ count: 4, offers: onProcessor }]);
  expect(claimsOf(onProcessor, 4, [])).toEqual([{ count: 4, offers: onProcessor }]);
  expect(claimsOf(onCard, 4, [{ device: 'cuda' }])).toEqual([]);
});

test('names with each claim all leases that arrived, of this turn too, and those that could not be given back', async () => {
  const card = { ...aJob('sub_card', 'pytorch'), device: 'cuda' as const };
  const processor = aJob('sub_processor', 'pytorch');
  const queue = queueOf(card, processor);
  queue.fail = () => Promise.reject(new Error('the database went away'));
  const broken = new AbortController();
  const grade = () => new Promise<Graded>((_, reject) => broken.signal.addEventListener('abort', () => reject(new JudgeFault('judge_died', '', true))));
  const loop = start(queue, { client: { grade }, offers: [...cpu('pytorch'), { runtime: 'pytorch', device: 'cuda' }] });
  await loop.turns(3);
  expect(queue.held).toEqual([[], [card.lease]]);
  broken.abort();
  await loop.turns(5);
  await loop.end();
  expect(new Set(queue.held.at(-1))).toEqual(new Set([card.lease, processor.lease]));
});

test('what was claimed is graded, even when the claim after it fails', async () => {
  const queue = queueOf({ ...aJob('sub_card', 'pytorch'), device: 'cuda' });
  const claim = queue.claim;
  queue.claim = (count, offers, held) => (offers.some(({ device }) => device === 'cpu') ? Promise.reject(new Error('the database went away')) : claim(count, offers, held));
  const loop = start(queue, { client: { grade: async () => graded }, offers: [...cpu('numpy'), { runtime: 'pytorch', device: 'cuda' }] });
  await loop.until(() => queue.completed.length === 1);
  await loop.end();
});

const report: JudgeReport = {
  verdict: 'accepted',
  score: 100,
  max_score: 100,
  concepts: [],
  cases: [],
  runtime: { name: 'pytorch', version: '2.13.0' },
  device: { type: 'cpu', name: 'test' },
  timings_ms: { prepare: 1, start: 1, run: 1, compare: 1 },
};
const graded: Graded = { report, evidence: { seed: '00' } };

const aJob = (submissionId: string, runtime: string): GradingJob => ({
  jobId: submissionId,
  lease: crypto.randomUUID(),
  attempt: 1,
  submissionId,
  questionId: 'channel-shuffle',
  questionRevision: 'sha256:0',
  runtime,
  mode: 'grade',
  files: [],
  queuedMs: 0,
  device: 'cpu',
  deviceMissed: null,
  regrade: false,
  seed: null,
});

const cpu = (...runtimes: string[]): Offer[] => runtimes.map((runtime) => ({ runtime, device: 'cpu' }));

/** A queue in memory that keeps the promise of the real one: a job is handed only to who offers its runtime. */
function queueOf(...jobs: GradingJob[]) {
  const asked: string[] = [];
  const held: string[][] = [];
  const completed: string[] = [];
  const failed: { id: string; reason: string; retryNow: boolean }[] = [];
  const queue: JobQueue = {
    claim: async (count, offers, leases) => {
      asked.push(offers.map(({ runtime }) => runtime).join(' '));
      held.push([...leases]);
      const taken = jobs.filter((job) => offers.some(({ runtime }) => runtime === job.runtime)).slice(0, count);
      for (const job of taken) jobs.splice(jobs.indexOf(job), 1);
      return taken;
    },
    extend: async () => true,
    progress: async () => {},
    complete: async (job) => completed.push(job.submissionId) > 0,
    fail: async (job, reason, retryNow) => {
      failed.push({ id: job.submissionId, reason, retryNow });
      return 'retry';
    },
    requeueExpired: async () => 0,
    onArrival: async () => {},
  };
  return { ...queue, asked, held, completed, failed };
}

function start(queue: JobQueue, judge: ServingJudge | undefined, { leaseSeconds = 6 } = {}) {
  const stop = new AbortController();
  running.push(stop);
  let turns = 0;
  const state = {
    judge,
    end: async () => {
      stop.abort();
      await ended;
    },
    turns: (count: number) => {
      const goal = turns + count;
      return state.until(() => turns >= goal);
    },
    until: async (holds: () => boolean) => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
    },
  };
  const ask = () => {
    turns++;
    return state.judge;
  };
  const ended = runLoop({ queue, judge: ask, slots: 2, leaseSeconds, pollMs: 5, logger: silentLogger, now: () => performance.now() }, new Wakeup(), stop.signal);
  return state;
}
