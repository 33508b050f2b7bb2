import type { JudgeEvidence, JudgeReport } from '../../src/protocol/judgeReport.ts';
import type { Database } from '../createDatabase.ts';
import type { LeaseHolder } from './leaseHolder.ts';

/**
 * Records the verdict and closes the job, both or neither. False: the lease is lost, or this call was made before and
 * its answer got lost on the way; in both cases the stored verdict stands and there is nothing left to do.
 */
export async function completeJob(
  db: Database,
  job: LeaseHolder,
  result: { report: JudgeReport; evidence: JudgeEvidence },
): Promise<boolean> {
  const { report, evidence } = result;
  const [row] = await db.run(
    'completeJob',
    ({ sql }) => sql<{ recorded: boolean }[]>`
      select wq.complete(${job.jobId}::bigint, ${job.lease}::uuid, ${report.verdict}, ${report.score}::float8,
        ${report.max_score}::float8, ${JSON.stringify(report)}::jsonb, ${JSON.stringify(evidence)}::jsonb) as recorded`,
  );
  return row!.recorded;
}
