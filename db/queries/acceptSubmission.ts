import type { Answer, QuestionKind, SubmissionMode } from '../../src/protocol/answers.ts';
import { type Backend, queueLine } from '../../src/protocol/backends.ts';
import type { WantedDevice } from '../../src/protocol/devices.ts';
import type { JudgeReport } from '../../src/protocol/judgeReport.ts';
import type { Verdict } from '../../src/protocol/verdicts.ts';
import type { Database } from '../createDatabase.ts';
import { DatabaseInvariantError } from '../errors.ts';
import type { AuditContext, SubmissionRow } from '../rows.ts';
import { regradesOf } from './regradeColumn.ts';
import { submissionFields, toSubmissionRow, type RawSubmission } from './rawSubmission.ts';

export interface AcceptSubmissionInput extends AuditContext {
  id: string;
  tenantId: string;
  questionId: string;
  questionRevision: string;
  /** Set exactly when the question is seeded. */
  variant?: string | null | undefined;
  kind: QuestionKind;
  /** Set exactly when `kind` is `code`. */
  runtime: string | null;
  /** What the question needs or prefers; default: any device will do. */
  device?: WantedDevice | null | undefined;
  /** The one backend of the runtime that the question may be graded by; default: whichever a worker has. */
  needsBackend?: Backend | null | undefined;
  mode: SubmissionMode;
  answer: Answer;
  metadata?: Record<string, unknown> | null | undefined;
  /** The higher number goes first; default 0. */
  priority?: number | undefined;
  idempotency?: { key: string; fingerprint: Uint8Array } | undefined;
  /** Set when no worker is needed: the submission is stored with its verdict and no job is made. */
  graded?: { verdict: Verdict; score: number; maxScore: number; report: JudgeReport } | undefined;
}

export type AcceptSubmissionResult =
  | { outcome: 'created'; submission: SubmissionRow }
  /** The same key came with the same fingerprint before: this is what it made then. */
  | { outcome: 'replayed'; submission: SubmissionRow }
  /** The same key came with another fingerprint: this is what that made; nothing was stored now. */
  | { outcome: 'conflict'; submission: SubmissionRow };

const fieldsOf = (table: string) => submissionFields.map((field) => `${table}.${field}`).join(', ');

const operation = 'createSubmission';

/**
 * Stores a submission with everything that must exist together with it: its idempotency key, its job and the call to
 * the workers, and the audit row. It is one statement, so there is no moment at which a crash could leave a part.
 */
export async function acceptSubmission(db: Database, input: AcceptSubmissionInput): Promise<AcceptSubmissionResult> {
  // A rival with the same key, committed while we waited for its row, is not yet visible to the statement that
  // waited: it stores nothing and answers nothing. The next statement sees it.
  for (let attempt = 0; attempt < 3; attempt++) {
    const result = (await store(db, input)) ?? (await findEarlier(db, input));
    if (result) return result;
  }
  throw new DatabaseInvariantError(
    `Idempotency key of submission ${input.id} is taken, but the submission it belongs to is gone.`,
  );
}

async function store(db: Database, input: AcceptSubmissionInput): Promise<AcceptSubmissionResult | null> {
  const { idempotency, graded } = input;
  const key = idempotency?.key ?? null;
  const line = input.runtime === null ? null : queueLine(input.runtime, input.needsBackend);
  const fingerprint = idempotency ? Buffer.from(idempotency.fingerprint) : null;
  const rows = await db.run(
    'acceptSubmission',
    ({ sql }) => sql<RawSubmission[]>`
      with claimed_key as (
        insert into gradecheck.idempotency_keys (tenant_id, operation, key, fingerprint, resource_id)
        select ${input.tenantId}, ${operation}, ${key}::text, ${fingerprint}::bytea, ${input.id}
        where ${key}::text is not null
        on conflict do nothing
        returning key
      ), stored as (
        insert into gradecheck.submissions (id, tenant_id, question_id, question_revision, variant, kind, runtime, device, device_strict, mode, answer,
          metadata, status, verdict, score, max_score, report, attempt_charged, started_at, finished_at)
        select ${input.id}, ${input.tenantId}, ${input.questionId}, ${input.questionRevision}, ${input.variant ?? null}::text, ${input.kind},
          ${input.runtime}::text, ${input.device?.type ?? null}::text, ${input.device?.required ?? false}::boolean, ${input.mode}, ${JSON.stringify(input.answer)}::jsonb,
          ${JSON.stringify(input.metadata ?? {})}::jsonb,
          ${graded ? 'graded' : 'queued'}, ${graded?.verdict ?? null}::text, ${graded?.score ?? null}::float8,
          ${graded?.maxScore ?? null}::float8, ${graded ? JSON.stringify(graded.report) : null}::jsonb,
          ${input.mode === 'grade'}, ${graded ? sql`now()` : null}::timestamptz, ${graded ? sql`now()` : null}::timestamptz
        where ${key}::text is null or exists (select from claimed_key)
        returning *
      ), job as (
        insert into wq.jobs (submission_id, tenant_id, runtime, device, device_strict, priority)
        select id, tenant_id, ${line}::text, coalesce(device, 'any'), device_strict, ${input.priority ?? 0}::smallint from stored where status = 'queued'
        returning id
      ), audited as (
        insert into gradecheck.audit_log (tenant_id, actor, action, subject, request_id, data)
        select tenant_id, ${input.actor}, 'submission.created', id, ${input.requestId}::text,
          jsonb_build_object('question_id', question_id, 'question_revision', question_revision, 'mode', mode)
        from stored
      )
      -- A common table expression nobody reads is not run: the call to the workers must be asked for here.
      select ${sql.unsafe(fieldsOf('stored'))}, (select count(pg_notify('gradecheck_jobs', '')) from job) from stored`,
  );
  const row = rows[0];
  return row ? { outcome: 'created', submission: toSubmissionRow(row) } : null;
}

async function findEarlier(db: Database, input: AcceptSubmissionInput): Promise<AcceptSubmissionResult | null> {
  if (!input.idempotency) return null;
  const { key, fingerprint } = input.idempotency;
  const rows = await db.run(
    'acceptSubmission replay',
    ({ sql }) => sql<(RawSubmission & { same: boolean })[]>`
      select ${sql.unsafe(fieldsOf('s'))}, ${sql.unsafe(regradesOf('s'))} as regrades, k.fingerprint = ${Buffer.from(fingerprint)}::bytea as same
      from gradecheck.idempotency_keys k
      join gradecheck.submissions s on s.id = k.resource_id
      where k.tenant_id = ${input.tenantId} and k.operation = ${operation} and k.key = ${key}`,
  );
  const row = rows[0];
  return row ? { outcome: row.same ? 'replayed' : 'conflict', submission: toSubmissionRow(row) } : null;
}
