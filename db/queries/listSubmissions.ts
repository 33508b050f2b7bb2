import { and, desc, eq, sql } from 'drizzle-orm';
import type { SubmissionStatus } from '../../src/protocol/verdicts.ts';
import type { Database } from '../createDatabase.ts';
import type { SubmissionRow } from '../rows.ts';
import { submissions } from '../schema/index.ts';
import { submissionColumns } from './submissionColumns.ts';

export interface ListSubmissionsInput {
  tenantId: string;
  limit: number;
  /** The last row of the page before. */
  after?: { createdAt: Date; id: string } | undefined;
  status?: SubmissionStatus | undefined;
  questionId?: string | undefined;
}

/** Newest first. Ask for one row more than a page holds to learn whether another page follows. */
export async function listSubmissions(db: Database, input: ListSubmissionsInput): Promise<SubmissionRow[]> {
  const { tenantId, limit, after, status, questionId } = input;
  return db.run('listSubmissions', ({ drizzle }) =>
    drizzle
      .select(submissionColumns)
      .from(submissions)
      .where(
        and(
          eq(submissions.tenantId, tenantId),
          status && eq(submissions.status, status),
          questionId ? eq(submissions.questionId, questionId) : undefined,
          // A row comparison, so that one index scan starts exactly where the page before ended.
          after &&
            sql`(${submissions.createdAt}, ${submissions.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id})`,
        ),
      )
      .orderBy(desc(submissions.createdAt), desc(submissions.id))
      .limit(limit),
  );
}
