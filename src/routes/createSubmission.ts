import { chooseLang } from '../http/chooseLang.ts';
import type { Handler } from '../http/handler.ts';
import { fingerprintOf, parseIdempotencyKey } from '../http/idempotencyKey.ts';
import { parsePreferredWait } from '../http/prefer.ts';
import { isFinal } from '../protocol/verdicts.ts';
import type { Services } from '../services.ts';
import { acceptSubmission } from '../submissions/acceptSubmission.ts';
import { viewSubmission } from '../submissions/viewSubmission.ts';

/** `POST /v1/submissions` */
export const createSubmission: Handler<'createSubmission', Services> = async (services, { query, headers, body, bodyBytes, caller, requestId, request }) => {
  const waitSeconds = parsePreferredWait(headers.Prefer, services.config.waitSecondsMax);
  const idempotencyKey = headers['Idempotency-Key'];
  const { submission, replayed } = await acceptSubmission(services, {
    tenantId: caller.tenantId,
    actor: caller.keyId,
    requestId,
    questionId: body.question_id,
    variant: body.variant,
    answer: body.answer,
    mode: body.mode ?? 'grade',
    metadata: body.metadata ?? {},
    idempotency: idempotencyKey === undefined ? undefined : { key: parseIdempotencyKey(idempotencyKey), fingerprint: await fingerprintOf(bodyBytes) },
    waitSeconds: waitSeconds ?? 0,
    signal: request.signal,
  });

  const sent: Record<string, string> = { location: `/v1/submissions/${submission.id}` };
  if (waitSeconds !== null) sent['preference-applied'] = `wait=${waitSeconds}`;
  if (replayed) sent['idempotency-replayed'] = 'true';
  const view = viewSubmission(submission, chooseLang(query, headers['Accept-Language']), services.catalogue);
  return isFinal(submission.status) ? { status: 200, body: view, headers: sent } : { status: 202, body: view, headers: { ...sent, 'retry-after': '1' } };
};
