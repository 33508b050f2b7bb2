import type { Database } from '../createDatabase.ts';
import type { LeaseHolder } from './leaseHolder.ts';

/** Keeps the job for `seconds` from now. False: it was cancelled or given to another; stop working on it. */
export async function extendLease(db: Database, job: LeaseHolder, seconds: number): Promise<boolean> {
  const [row] = await db.run(
    'extendLease',
    ({ sql }) => sql<{ held: boolean }[]>`
      select wq.extend(${job.jobId}::bigint, ${job.lease}::uuid, ${seconds}::int) as held`,
  );
  return row!.held;
}
