import type { Database } from '../../db/createDatabase.ts';
import { findSubmission } from '../../db/queries/findSubmission.ts';
import type { SubmissionRow } from '../../db/rows.ts';
import { ApiError } from '../errors/apiError.ts';

/** The tenant's submission. Somebody else's is as absent as one that never was. */
export async function getSubmission(deps: { db: Database }, key: { tenantId: string; id: string }): Promise<SubmissionRow> {
  const row = await findSubmission(deps.db, key);
  if (row === null) throw new ApiError('submission_not_found', { detail: `There is no submission "${key.id}".` });
  return row;
}
