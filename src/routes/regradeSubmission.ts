import { chooseLang } from '../http/chooseLang.ts';
import type { Handler } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { regradeSubmission as regrade } from '../submissions/regradeSubmission.ts';
import { submissionEtag } from '../submissions/submissionEtag.ts';
import { viewSubmission } from '../submissions/viewSubmission.ts';

/** `POST /v1/submissions/{submission_id}/regrade` */
export const regradeSubmission: Handler<'regradeSubmission', Services> = async (services, { path, query, headers, body, caller, requestId }) => {
  const row = await regrade(services, { tenantId: caller.tenantId, id: path.submission_id, device: body.device, actor: caller.keyId, requestId });
  const lang = chooseLang(query, headers['Accept-Language']);
  const sent = { etag: submissionEtag(row, lang), location: `/v1/submissions/${row.id}` };
  const underWay = row.regrades.some(({ device, status }) => device === body.device && (status === 'queued' || status === 'running'));
  const view = viewSubmission(row, lang, services.catalogue);
  return underWay ? { status: 202, body: view, headers: { ...sent, 'retry-after': '1' } } : { status: 200, body: view, headers: sent };
};
