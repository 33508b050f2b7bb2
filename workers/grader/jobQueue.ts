import type { Offer } from '../../src/protocol/devices.ts';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import type { Graded } from './judgeClient.ts';

/** Where jobs come from and verdicts go. PostgreSQL today (`postgresJobQueue.ts`); the loop knows only this. */
export interface JobQueue {
  /**
   * Only jobs that one of `offers` can grade: what this worker cannot do is another's. `held`: the leases of all jobs that
   * arrived here and that the queue still counts as ours; what else it handed to us was lost on the way.
   */
  claim(count: number, offers: readonly Offer[], held: readonly string[]): Promise<GradingJob[]>;
  /** False when the lease is lost: another worker has the job, or it was cancelled. */
  extend(job: GradingJob): Promise<boolean>;
  progress(job: GradingJob, done: number, total: number): Promise<void>;
  /** False when the lease is lost or the submission already has its verdict: then nothing was written. */
  complete(job: GradingJob, graded: Graded): Promise<boolean>;
  fail(job: GradingJob, reason: string, retryNow: boolean): Promise<'retry' | 'dead' | 'lost'>;
  requeueExpired(): Promise<number>;
  /** Calls `wake` when a job may have arrived. A hint: it may be early, doubled or missing. */
  onArrival(wake: () => void): Promise<void>;
}
