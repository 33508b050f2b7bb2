import type { AnswerFile, SubmissionMode } from '../../src/protocol/answers.ts';
import type { DeviceType, Offer } from '../../src/protocol/devices.ts';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import type { Database } from '../createDatabase.ts';

interface ClaimedRow {
  job_id: string;
  lease: string;
  attempt: number;
  submission_id: string;
  question_id: string;
  question_revision: string;
  runtime: string;
  mode: SubmissionMode;
  files: AnswerFile[];
  queued_ms: number;
  device: DeviceType;
  device_missed: DeviceType | null;
  regrade: boolean;
  seed: string | null;
}

export interface ClaimJobsInput {
  /** The id under which this worker reports itself. */
  worker: string;
  /** How many jobs at most. */
  n: number;
  leaseSeconds: number;
  /** What the worker can do. Other jobs are left to other workers; with an empty list nothing is taken. */
  offers: readonly Offer[];
  /** The leases that this worker has in hand. Whatever else was handed to it never arrived, and goes back in line for free. */
  held?: readonly string[];
  /** Default: the database's own. */
  deadlineMs?: number | undefined;
}

/** Takes ready jobs that the offered pairs of runtime and device can grade for so long, the fairest first, and puts jobs of vanished workers back on the way. */
export async function claimJobs(db: Database, input: ClaimJobsInput): Promise<GradingJob[]> {
  const rows = await db.run(
    'claimJobs',
    ({ sql }) => sql<ClaimedRow[]>`
      select * from wq.claim(${input.worker}, ${input.n}::int, ${input.leaseSeconds}::int,
        array(select jsonb_array_elements_text(${JSON.stringify(input.offers.map(({ runtime }) => runtime))}::jsonb)),
        array(select jsonb_array_elements_text(${JSON.stringify(input.offers.map(({ device }) => device))}::jsonb)),
        ${input.held ? `{${input.held.join(',')}}` : null}::uuid[])`,
    input.deadlineMs,
  );
  return rows.map((row) => ({
    jobId: row.job_id,
    lease: row.lease,
    attempt: row.attempt,
    submissionId: row.submission_id,
    questionId: row.question_id,
    questionRevision: row.question_revision,
    runtime: row.runtime,
    mode: row.mode,
    files: row.files,
    queuedMs: row.queued_ms,
    device: row.device,
    deviceMissed: row.device_missed,
    regrade: row.regrade,
    seed: row.seed,
  }));
}
