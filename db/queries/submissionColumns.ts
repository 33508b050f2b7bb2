import { getTableColumns, sql } from 'drizzle-orm';
import { submissions } from '../schema/index.ts';
import type { SubmissionRow } from '../rows.ts';
import { regradesOf, toRegradeRows } from './regradeColumn.ts';

const { evidence: _secret, ...columns } = getTableColumns(submissions);

/** The columns of a `SubmissionRow`: all but the evidence, and the regrades with them. */
export const submissionColumns = {
  ...columns,
  regrades: sql<SubmissionRow['regrades']>`${sql.raw(regradesOf('"gradecheck"."submissions"'))}`.mapWith(toRegradeRows),
};
