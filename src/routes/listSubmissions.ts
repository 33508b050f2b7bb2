import type { Handler, Input } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { listSubmissions as readSubmissions } from '../submissions/listSubmissions.ts';
import { summarizeSubmission } from '../submissions/viewSubmission.ts';

/** `GET /v1/submissions` */
export const listSubmissions: Handler<'listSubmissions', Services> = async (services, { query, caller }) => {
  const { limit, cursor, status, question_id: questionId } = query;
  const { rows, nextCursor } = await readSubmissions(services, { tenantId: caller.tenantId, limit: limit!, cursor, status, questionId });
  const headers: Record<string, string> = nextCursor === null ? {} : { link: nextLink(query, nextCursor) };
  return {
    status: 200,
    body: { data: rows.map(summarizeSubmission), has_more: nextCursor !== null, next_cursor: nextCursor },
    headers,
  };
};

function nextLink(query: Input<'listSubmissions'>['query'], cursor: string): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor })) search.set(name, String(value));
  return `</v1/submissions?${search.toString()}>; rel="next"`;
}
