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
}
