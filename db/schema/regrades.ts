import { sql } from 'drizzle-orm';
import { check, doublePrecision, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { deviceTypes, type DeviceType } from '../../src/protocol/devices.ts';
import type { JudgeEvidence, JudgeReport } from '../../src/protocol/judgeReport.ts';
import { verdicts, type RegradeStatus, type Verdict } from '../../src/protocol/verdicts.ts';
import { instant, oneOf } from './columns.ts';
import { gradecheck } from './namespaces.ts';
import { submissions } from './submissions.ts';

/** A further verdict on a graded submission, from another device and the same hidden cases. The first one goes on counting. */
export const regrades = gradecheck.table(
  'regrades',
  {
    submissionId: text('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    device: text('device').notNull().$type<DeviceType>(),
    status: text('status').notNull().$type<RegradeStatus>(),
    verdict: text('verdict').$type<Verdict>(),
    score: doublePrecision('score'),
    maxScore: doublePrecision('max_score'),
    report: jsonb('report').$type<JudgeReport>(),
    evidence: jsonb('evidence').$type<JudgeEvidence>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    // One per device: asking twice is asking once.
    primaryKey({ columns: [t.submissionId, t.device] }),
    check('regrades_device_known', sql`${t.device} in ${oneOf(deviceTypes)}`),
    check('regrades_status_known', sql`${t.status} in ('queued', 'running', 'graded', 'failed')`),
    check('regrades_verdict_known', sql`${t.verdict} in ${oneOf(verdicts)}`),
    check(
      'regrades_verdict_matches_status',
      sql`case ${t.status} when 'graded' then coalesce(${t.verdict} <> 'grader_error' and ${t.report} is not null, false)
                           when 'failed' then coalesce(${t.verdict} = 'grader_error', false)
                           else ${t.verdict} is null end`,
    ),
    check('regrades_final_has_end', sql`(${t.status} in ('graded', 'failed')) = (${t.finishedAt} is not null)`),
  ],
);
