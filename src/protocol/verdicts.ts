/** The one verdict list, shared by the contract, the database and the judge. A test compares all three. */
export const verdicts = [
  'accepted',
  'wrong_answer',
  'runtime_error',
  'syntax_error',
  'time_limit',
  'memory_limit',
  'output_limit',
  'security_violation',
  'forbidden_builtin',
  'invalid_output',
  'grader_error',
] as const;

export type Verdict = (typeof verdicts)[number];

/** Where a submission stands. `failed` means that we broke: its verdict is `grader_error` and no attempt is charged. */
export const submissionStatuses = ['queued', 'running', 'graded', 'cancelled', 'failed'] as const;

export type SubmissionStatus = (typeof submissionStatuses)[number];

/** A regrade is never cancelled: the submission has its verdict, and nobody waits for another. */
export type RegradeStatus = Exclude<SubmissionStatus, 'cancelled'>;

const finalStatuses: ReadonlySet<SubmissionStatus> = new Set(['graded', 'cancelled', 'failed']);

export const isFinal = (status: SubmissionStatus): boolean => finalStatuses.has(status);
