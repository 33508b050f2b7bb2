import { chooseLang } from '../http/chooseLang.ts';
import type { Handler } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { cancelSubmission as cancel } from '../submissions/cancelSubmission.ts';
import { submissionEtag } from '../submissions/submissionEtag.ts';
import { viewSubmission } from '../submissions/viewSubmission.ts';

/** `POST /v1/submissions/{submission_id}/cancel` */
export const cancelSubmission: Handler<'cancelSubmission', Services> = async (services, { path, query, headers, caller, requestId }) => {
  const row = await cancel(services, { tenantId: caller.tenantId, id: path.submission_id, actor: caller.keyId, requestId });
  const lang = chooseLang(query, headers['Accept-Language']);
  return { status: 200, body: viewSubmission(row, lang, services.catalogue), headers: { etag: submissionEtag(row, lang) } };
};
