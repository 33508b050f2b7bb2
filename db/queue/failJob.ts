import type { Database } from '../createDatabase.ts';
import type { LeaseHolder } from './leaseHolder.ts';

/** `retry`: back in the queue. `dead`: tries are used up, the submission has failed. `lost`: the lease was gone already. */
export type FailOutcome = 'retry' | 'dead' | 'lost';

/**
 * Gives a job back because we broke; the candidate pays nothing. `reason` is for operators. `retryNow` skips the
 * growing pause: for faults that say nothing about the next try, such as a worker that is being shut down.
 */
export async function failJob(
  db: Database,
  job: LeaseHolder,
  fault: { reason: string; retryNow?: boolean },
): Promise<FailOutcome> {
  const [row] = await db.run(
    'failJob',
    ({ sql }) => sql<{ outcome: FailOutcome }[]>`
      select wq.fail(${job.jobId}::bigint, ${job.lease}::uuid, ${fault.reason}, ${fault.retryNow ?? false}) as outcome`,
  );
  return row!.outcome;
}
