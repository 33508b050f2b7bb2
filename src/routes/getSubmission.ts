import { chooseLang } from '../http/chooseLang.ts';
import { etagMatches } from '../http/etag.ts';
import type { Handler } from '../http/handler.ts';
import { isFinal } from '../protocol/verdicts.ts';
import type { Services } from '../services.ts';
import { getSubmission as readSubmission } from '../submissions/getSubmission.ts';
import { submissionEtag } from '../submissions/submissionEtag.ts';
import { viewSubmission } from '../submissions/viewSubmission.ts';

/** `GET /v1/submissions/{submission_id}` */
export const getSubmission: Handler<'getSubmission', Services> = async (services, { path, query, headers, caller }) => {
  const row = await readSubmission(services, { tenantId: caller.tenantId, id: path.submission_id });
  const lang = chooseLang(query, headers['Accept-Language']);
  const etag = submissionEtag(row, lang);
  const sent: Record<string, string> = { etag, 'cache-control': 'private, no-cache', vary: 'accept-language' };
  if (!isFinal(row.status)) sent['retry-after'] = '1';
  return etagMatches(headers['If-None-Match'], etag) ? { status: 304, headers: sent } : { status: 200, body: viewSubmission(row, lang, services.catalogue), headers: sent };
};
