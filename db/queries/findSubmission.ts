import { and, eq, sql } from 'drizzle-orm';
import type { Database, Drizzle } from '../createDatabase.ts';
import type { SubmissionRow } from '../rows.ts';
import { submissions } from '../schema/index.ts';
import { submissionColumns } from './submissionColumns.ts';

// The hottest read. Built per call it would cost more than the rest of the request together.
const statement = (drizzle: Drizzle) =>
  drizzle
    .select(submissionColumns)
    .from(submissions)
    .where(and(eq(submissions.id, sql.placeholder('id')), eq(submissions.tenantId, sql.placeholder('tenantId'))))
    .prepare('find_submission');

/** The tenant's submission, or null: another tenant's is as absent as one that never was. */
export async function findSubmission(
  db: Database,
  input: { tenantId: string; id: string },
): Promise<SubmissionRow | null> {
  const [row] = await db.run('findSubmission', (pool) => pool.prepared(statement).execute(input));
  return row ?? null;
}
