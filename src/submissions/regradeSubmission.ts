import type { Database } from '../../db/createDatabase.ts';
import { regradeSubmission as storeRegrade, type RegradeOutcome } from '../../db/queries/regradeSubmission.ts';
import type { SubmissionRow } from '../../db/rows.ts';
import { ApiError } from '../errors/apiError.ts';
import type { Backend } from '../protocol/backends.ts';
import { devicesOf, type DeviceType } from '../protocol/devices.ts';
import { neededBackend } from '../questions/neededBackend.ts';
import type { QuestionCatalogue } from '../questions/questionCatalogue.ts';
import { getSubmission } from './getSubmission.ts';

/** The submission with its regrade on this device, asked for now or before. Throws what the caller did wrong. */
export async function regradeSubmission(
  deps: { db: Database; catalogue: QuestionCatalogue },
  input: { tenantId: string; id: string; device: DeviceType; actor: string; requestId: string },
): Promise<SubmissionRow> {
  const before = await getSubmission(deps, input);
  if (before.runtime !== null) checkDevice(before.runtime, input.device, neededBackend(deps.catalogue.get(before.questionId), before.runtime));
  const outcome = await storeRegrade(deps.db, input);
  const row = await getSubmission(deps, input);
  refuse(outcome, row);
  return row;
}

/** A backend that is needed computes on the processor: on another device the regrade would end as a fault of ours. */
function checkDevice(runtime: string, device: DeviceType, backend: Backend | null): void {
  const known: DeviceType[] = backend === null ? devicesOf(runtime) : ['cpu'];
  if (known.includes(device)) return;
  if (backend !== null) throw new ApiError('device_not_offered', { errors: [{ pointer: '/device', detail: `The question is graded by the ${backend} backend of ${runtime}, which runs on cpu.` }] });
  throw new ApiError('device_not_offered', { errors: [{ pointer: '/device', detail: `The answer was given in ${runtime}, which runs on ${known.join(' or ')}.` }] });
}

function refuse(outcome: RegradeOutcome, row: SubmissionRow): void {
  if (outcome === 'same_device') throw new ApiError('device_already_graded', { detail: `The verdict comes from ${row.report?.device.name ?? 'this device'} already.` });
  if (outcome === 'not_graded') throw new ApiError('submission_not_graded', { detail: notGraded(row) });
}

function notGraded({ kind, mode, status }: SubmissionRow): string {
  if (kind !== 'code') return 'A quiz answer is graded without any device.';
  if (mode !== 'grade') return 'A precheck runs public cases only, and none of them again.';
  return `The submission is ${status}.`;
}
