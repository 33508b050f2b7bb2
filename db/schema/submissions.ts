import { sql } from 'drizzle-orm';
import { boolean, check, doublePrecision, index, integer, jsonb, text } from 'drizzle-orm/pg-core';
import { questionKinds, type Answer, type QuestionKind, type SubmissionMode } from '../../src/protocol/answers.ts';
import { deviceTypes, type DeviceType } from '../../src/protocol/devices.ts';
import type { JudgeEvidence, JudgeReport } from '../../src/protocol/judgeReport.ts';
import { submissionStatuses, verdicts, type SubmissionStatus, type Verdict } from '../../src/protocol/verdicts.ts';
import type { SubmissionProgress } from '../rows.ts';
import { instant, oneOf } from './columns.ts';
import { gradecheck } from './namespaces.ts';
import { tenants } from './tenants.ts';

export const submissions = gradecheck.table(
  'submissions',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    questionId: text('question_id').notNull(),
    questionRevision: text('question_revision').notNull(),
    /** Of a seeded question: with revision and tenant it gives the figures again. */
    variant: text('variant'),
    kind: text('kind').notNull().$type<QuestionKind>(),
    runtime: text('runtime'),
    /** What the question needs, or would rather have (`device_strict` false). Null where any device will do. */
    device: text('device').$type<DeviceType>(),
    deviceStrict: boolean('device_strict').notNull().default(false),
    mode: text('mode').notNull().$type<SubmissionMode>(),
    answer: jsonb('answer').notNull().$type<Answer>(),
    metadata: jsonb('metadata').notNull().default({}).$type<Record<string, unknown>>(),
    status: text('status').notNull().$type<SubmissionStatus>(),
    verdict: text('verdict').$type<Verdict>(),
    score: doublePrecision('score'),
    maxScore: doublePrecision('max_score'),
    report: jsonb('report').$type<JudgeReport>(),
    evidence: jsonb('evidence').$type<JudgeEvidence>(),
    progress: jsonb('progress').$type<SubmissionProgress>(),
    version: integer('version').notNull().default(1),
    attemptCharged: boolean('attempt_charged').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    // `nulls first` is what a plain `order by … desc` asks for; with drizzle's default the index could not serve it.
    index('submissions_tenant_newest_idx').on(t.tenantId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check('submissions_kind_known', sql`${t.kind} in ${oneOf(questionKinds)}`),
    check('submissions_mode_known', sql`${t.mode} in ('grade', 'precheck')`),
    check('submissions_status_known', sql`${t.status} in ${oneOf(submissionStatuses)}`),
    check('submissions_verdict_known', sql`${t.verdict} in ${oneOf(verdicts)}`),
    check('submissions_code_has_runtime', sql`(${t.kind} = 'code') = (${t.runtime} is not null)`),
    check('submissions_device_known', sql`${t.device} in ${oneOf(deviceTypes)}`),
    check('submissions_variant_short', sql`length(${t.variant}) between 1 and 64`),
    check('submissions_code_has_no_variant', sql`${t.kind} <> 'code' or ${t.variant} is null`),
    // A verdict exists exactly when somebody decided, and `grader_error` means that we broke, never a grade.
    check(
      'submissions_verdict_matches_status',
      sql`case ${t.status} when 'graded' then coalesce(${t.verdict} <> 'grader_error', false)
                           when 'failed' then coalesce(${t.verdict} = 'grader_error', false)
                           else ${t.verdict} is null end`,
    ),
    check(
      'submissions_graded_is_complete',
      sql`${t.status} <> 'graded' or (${t.score} is not null and ${t.maxScore} is not null and ${t.report} is not null)`,
    ),
    check(
      'submissions_final_has_end',
      sql`(${t.status} in ('graded', 'cancelled', 'failed')) = (${t.finishedAt} is not null)`,
    ),
    check('submissions_fault_is_free', sql`${t.status} not in ('cancelled', 'failed') or not ${t.attemptCharged}`),
  ],
);
