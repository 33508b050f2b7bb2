import type { Database } from '../../db/createDatabase.ts';
import { cancelSubmission as storeCancellation } from '../../db/queries/cancelSubmission.ts';
import type { SubmissionRow } from '../../db/rows.ts';
import { ApiError } from '../errors/apiError.ts';
import { getSubmission } from './getSubmission.ts';

/** The cancelled submission; cancelling it again changes nothing and is no error. */
export async function cancelSubmission(deps: { db: Database }, input: { tenantId: string; id: string; actor: string; requestId: string }): Promise<SubmissionRow> {
  await storeCancellation(deps.db, input);
  const row = await getSubmission(deps, input);
  if (row.status !== 'cancelled') throw new ApiError('submission_already_final', { detail: `The submission is already ${row.status}.` });
  return row;
}
