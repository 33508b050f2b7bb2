import type { Database } from '../createDatabase.ts';
import type { SubmissionProgress } from '../rows.ts';
import type { LeaseHolder } from './leaseHolder.ts';

/** Shows the client how far grading is. False: the lease is lost; stop working on the job. */
export async function recordProgress(db: Database, job: LeaseHolder, progress: SubmissionProgress): Promise<boolean> {
  const [row] = await db.run(
    'recordProgress',
    ({ sql }) => sql<{ held: boolean }[]>`
      select wq.progress(${job.jobId}::bigint, ${job.lease}::uuid, ${JSON.stringify(progress)}::jsonb) as held`,
  );
  return row!.held;
}
