import type { DeviceType } from './devices.ts';
import type { AnswerFile, SubmissionMode } from './answers.ts';

/** One leased unit of work, as the queue hands it to a grader. */
export interface GradingJob {
  jobId: string;
  /** The fencing token: every later write about this job must show it. */
  lease: string;
  /** 1 for the first try. Our own failures raise it; the candidate never pays for them. */
  attempt: number;
  submissionId: string;
  questionId: string;
  questionRevision: string;
  runtime: string;
  mode: SubmissionMode;
  files: AnswerFile[];
  /** Milliseconds from acceptance to this claim, by the database's clock. */
  queuedMs: number;
  /** What this worker is to grade it on. */
  device: DeviceType;
  /** What the question would rather have, where that is another device: none that is alive offers it. */
  deviceMissed: DeviceType | null;
  /** The submission has a verdict, and this job makes another beside it. */
  regrade: boolean;
  /** Of a regrade: the secret of the first grade, so that both meet the same cases. Null: the judge draws one. */
  seed: string | null;
}
