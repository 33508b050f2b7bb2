import { type RawRegrade, toRegradeRows } from './regradeColumn.ts';
import type { SubmissionRow } from '../rows.ts';

/** A submission as hand-written SQL returns it: the columns' own names, instants as text. */
export interface RawSubmission {
  id: string;
  tenant_id: string;
  question_id: string;
  question_revision: string;
  variant: string | null;
  kind: SubmissionRow['kind'];
  runtime: string | null;
  device: SubmissionRow['device'];
  device_strict: boolean;
  mode: SubmissionRow['mode'];
  answer: SubmissionRow['answer'];
  metadata: Record<string, unknown>;
  status: SubmissionRow['status'];
  verdict: SubmissionRow['verdict'];
  score: number | null;
  max_score: number | null;
  report: SubmissionRow['report'];
  progress: SubmissionRow['progress'];
  /** Absent where the submission is new, and cannot have any. */
  regrades?: RawRegrade[];
  version: number;
  attempt_charged: boolean;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

/** Every column of `RawSubmission`, to select by name. */
export const submissionFields = [
  'id',
  'tenant_id',
  'question_id',
  'question_revision',
  'variant',
  'kind',
  'runtime',
  'device',
  'device_strict',
  'mode',
  'answer',
  'metadata',
  'status',
  'verdict',
  'score',
  'max_score',
  'report',
  'progress',
  'version',
  'attempt_charged',
  'created_at',
  'started_at',
  'finished_at',
] as const satisfies (keyof RawSubmission)[];

export function toSubmissionRow(raw: RawSubmission): SubmissionRow {
  return {
    id: raw.id,
    tenantId: raw.tenant_id,
    questionId: raw.question_id,
    questionRevision: raw.question_revision,
    variant: raw.variant,
    kind: raw.kind,
    runtime: raw.runtime,
    device: raw.device,
    deviceStrict: raw.device_strict,
    mode: raw.mode,
    answer: raw.answer,
    metadata: raw.metadata,
    status: raw.status,
    verdict: raw.verdict,
    score: raw.score,
    maxScore: raw.max_score,
    report: raw.report,
    progress: raw.progress,
    regrades: toRegradeRows(raw.regrades ?? []),
    version: raw.version,
    attemptCharged: raw.attempt_charged,
    createdAt: new Date(raw.created_at),
    startedAt: toDate(raw.started_at),
    finishedAt: toDate(raw.finished_at),
  };
}

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
