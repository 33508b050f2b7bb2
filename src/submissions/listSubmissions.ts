import type { Database } from '../../db/createDatabase.ts';
import { listSubmissions as selectSubmissions } from '../../db/queries/listSubmissions.ts';
import type { SubmissionRow } from '../../db/rows.ts';
import { ApiError } from '../errors/apiError.ts';
import type { SubmissionStatus } from '../protocol/verdicts.ts';
import { readCursor, writeCursor } from './cursor.ts';

export interface SubmissionFilter {
  tenantId: string;
  limit: number;
  cursor?: string | undefined;
  status?: SubmissionStatus | undefined;
  questionId?: string | undefined;
}

/** One page, newest first, and the cursor of the next one if there is any. */
export async function listSubmissions(deps: { db: Database }, filter: SubmissionFilter): Promise<{ rows: SubmissionRow[]; nextCursor: string | null }> {
  const { tenantId, limit, status, questionId } = filter;
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
  if (after === null) throw new ApiError('invalid_request', { errors: [{ parameter: 'cursor', detail: 'This is not a next_cursor of ours.' }] });
  const found = await selectSubmissions(deps.db, { tenantId, limit: limit + 1, after, status, questionId });
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? writeCursor(rows.at(-1)!) : null };
}
