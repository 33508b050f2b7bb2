import type { Logger } from '../../src/lib/logger.ts';
import type { Offer } from '../../src/protocol/devices.ts';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import { gradeJob } from './gradeJob.ts';
import { type Graded, JudgeFault } from './judgeClient.ts';
import type { ServingJudge } from './judgeKeeper.ts';
import type { JobQueue } from './jobQueue.ts';
import { ProgressThrottle } from './progressThrottle.ts';
import type { Wakeup } from './wakeup.ts';

export interface LoopDeps {
  queue: JobQueue;
  /** The judge that serves now; undefined while it is being restarted. */
  judge: () => ServingJudge | undefined;
  slots: number;
  leaseSeconds: number;
  pollMs: number;
  logger: Logger;
  now: () => number;
}

/**
 * Claims as many jobs as slots are free, grades them side by side, records each verdict once.
 * Ends when `signal` aborts and the jobs in hand are finished or given back.
 */
export async function runLoop(deps: LoopDeps, wakeup: Wakeup, signal: AbortSignal): Promise<void> {
  const active = new Map<Promise<void>, GradingJob>();
  /** Leases of jobs that could not be given back: they run out, and cost a try. Their number is bounded, since each claim names them. */
  const stranded: string[] = [];
  await deps.queue.onArrival(() => wakeup.wake());
  signal.addEventListener('abort', () => wakeup.wake());
  while (!signal.aborted) {
    const free = deps.slots - active.size;
    const jobs = await claimJobs(deps, free, [...active.values()], stranded);
    for (const job of jobs) {
      const work = handleJob(deps, job, signal).then((over) => {
        if (!over && stranded.push(job.lease) > 100) stranded.shift();
        active.delete(work);
        wakeup.wake();
      });
      active.set(work, job);
    }
    if (jobs.length < free || active.size >= deps.slots) await wakeup.next(deps.pollMs);
  }
  await Promise.all(active.keys());
}

/** What could be claimed before the database went away, if it did: the next tick tries again, the other jobs wait in their rows. */
async function claimJobs(deps: LoopDeps, free: number, active: GradingJob[], stranded: string[]): Promise<GradingJob[]> {
  const judge = deps.judge();
  if (free <= 0 || !judge) return [];
  const claimed: GradingJob[] = [];
  try {
    for (const { count, offers } of claimsOf(judge.offers, free, active)) {
      if (claimed.length >= free) break;
      const held = [...stranded, ...[...active, ...claimed].map(({ lease }) => lease)];
      claimed.push(...(await deps.queue.claim(Math.min(count, free - claimed.length), offers, held)));
    }
  } catch (error) {
    deps.logger.warn({ error: String(error) }, 'claim failed; trying again');
  }
  return claimed;
}

/**
 * What to ask for: at most one answer for each card that is idle, then whatever fits on the processor. A second answer for the same card
 * would sit here waiting, its lease running, while another worker's card stands idle.
 */
export function claimsOf(offers: readonly Offer[], free: number, active: readonly Pick<GradingJob, 'device'>[]): { count: number; offers: Offer[] }[] {
  const busy = new Set(active.map(({ device }) => device));
  const cards = [...new Set(offers.map(({ device }) => device))].filter((device) => device !== 'cpu' && !busy.has(device));
  const onProcessor = offers.filter(({ device }) => device === 'cpu');
  return [...cards.map((card) => ({ count: 1, offers: offers.filter(({ device }) => device === card) })), { count: free, offers: onProcessor }].filter((claim) => claim.offers.length > 0);
}

/** False where the queue could not be told of its end. */
async function handleJob(deps: LoopDeps, job: GradingJob, signal: AbortSignal): Promise<boolean> {
  const keeper = keepLease(deps, job);
  const progress = new ProgressThrottle((j, done, total) => deps.queue.progress(j, done, total), deps.now);
  progress.start(job);
  try {
    const judge = deps.judge()?.client;
    if (!judge) throw new JudgeFault('judge_died', 'the judge went away between claim and start', true);
    const graded = await gradeJob({ judge, progress }, job, keeper.lost);
    await recordVerdict(deps, job, graded);
    return true;
  } catch (error) {
    if (!keeper.lost.aborted) return await giveBack(deps, job, error, signal);
    deps.logger.info({ submission: job.submissionId, attempt: job.attempt }, 'given up: its submission was cancelled, or another worker has it');
    return true;
  } finally {
    progress.end(job);
    keeper.stop();
  }
}

/** Written until the database has it or the lease is surely gone; the lease makes a late or doubled write harmless. */
async function recordVerdict(deps: LoopDeps, job: GradingJob, graded: Graded): Promise<void> {
  const deadline = deps.now() + deps.leaseSeconds * 2000;
  for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
    try {
      const recorded = await deps.queue.complete(job, graded);
      deps.logger.info({ submission: job.submissionId, attempt: job.attempt, verdict: graded.report.verdict, recorded }, 'graded');
      return;
    } catch (error) {
      if (deps.now() > deadline) throw error;
      deps.logger.warn({ submission: job.submissionId, error: String(error) }, 'verdict not written yet; trying again');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Our fault, whatever it was: the job returns to the queue. Should even that fail (false), its lease runs out and does the same. */
async function giveBack(deps: LoopDeps, job: GradingJob, error: unknown, signal: AbortSignal): Promise<boolean> {
  const fault = error instanceof JudgeFault ? error : new JudgeFault('grader_broke', String(error), false);
  try {
    const outcome = await deps.queue.fail(job, fault.reason, fault.retryNow || signal.aborted);
    deps.logger.error({ submission: job.submissionId, attempt: job.attempt, reason: fault.reason, detail: fault.detail, outcome }, 'grading fault');
    return true;
  } catch (failure) {
    deps.logger.error({ submission: job.submissionId, reason: fault.reason, error: String(failure) }, 'could not give the job back; its lease will expire');
    return false;
  }
}

/** `lost` aborts when the lease is: a verdict would be refused, and whoever cancels must not keep a slot busy by it. */
function keepLease(deps: LoopDeps, job: GradingJob): { lost: AbortSignal; stop(): void } {
  const lost = new AbortController();
  const timer = setInterval(() => {
    deps.queue.extend(job).then(
      (kept) => {
        if (kept) return;
        clearInterval(timer);
        lost.abort();
      },
      () => undefined, // database away: the next tick tries again
    );
  }, (deps.leaseSeconds * 1000) / 3);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
