import type { Database } from '../../db/createDatabase.ts';
import { claimJobs } from '../../db/queue/claimJobs.ts';
import { completeJob } from '../../db/queue/completeJob.ts';
import { extendLease } from '../../db/queue/extendLease.ts';
import { failJob } from '../../db/queue/failJob.ts';
import { recordProgress } from '../../db/queue/recordProgress.ts';
import { requeueExpiredJobs } from '../../db/queue/requeueExpiredJobs.ts';
import type { JobQueue } from './jobQueue.ts';

/** The queue as PostgreSQL functions; the role behind `db` can do nothing else. */
export function postgresJobQueue(db: Database, options: { worker: string; leaseSeconds: number }): JobQueue {
  // A claim whose answer is lost is made good by the next one, which must come before the lease runs out.
  const deadlineMs = Math.min(5000, options.leaseSeconds * 500);
  return {
    claim: (n, offers, held) => claimJobs(db, { worker: options.worker, n, leaseSeconds: options.leaseSeconds, offers, held, deadlineMs }),
    extend: (job) => extendLease(db, job, options.leaseSeconds),
    progress: async (job, done, total) => {
      await recordProgress(db, job, { done, total });
    },
    complete: (job, { report, evidence }) => {
      const timings_ms = { queued: job.queuedMs, ...report.timings_ms };
      return completeJob(db, job, { report: { ...report, timings_ms }, evidence: { ...evidence, worker: options.worker } });
    },
    fail: (job, reason, retryNow) => failJob(db, job, { reason, retryNow }),
    requeueExpired: () => requeueExpiredJobs(db),
    onArrival: async (wake) => {
      await db.listen('gradecheck_jobs', wake, wake);
    },
  };
}
