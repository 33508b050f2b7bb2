import { operations } from '../generated/operations.ts';
import { chooseLang } from '../http/chooseLang.ts';
import { eventStream, type ServerSentEvent } from '../http/eventStream.ts';
import type { Handler } from '../http/handler.ts';
import { assertBody } from '../http/sealBody.ts';
import type { Services } from '../services.ts';
import { getSubmission } from '../submissions/getSubmission.ts';
import { viewSubmission } from '../submissions/viewSubmission.ts';
import { watchSubmission } from '../submissions/watchSubmission.ts';

const heartbeatMs = 15_000;

/** `GET /v1/submissions/{submission_id}/events` */
export const streamSubmission: Handler<'streamSubmission', Services> = async (services, { path, query, headers, caller, request }) => {
  const submission = await getSubmission(services, { tenantId: caller.tenantId, id: path.submission_id });
  const lang = chooseLang(query, headers['Accept-Language']);
  const states = (signal: AbortSignal) =>
    watchSubmission(services, submission, {
      afterVersion: Number(headers['Last-Event-ID'] ?? 0),
      seconds: services.config.streamSecondsMax,
      quietMs: heartbeatMs,
      signal,
    });
  const events = eventStream(states, (row): ServerSentEvent => {
    const view = viewSubmission(row, lang, services.catalogue);
    assertBody(operations.getSubmission, 200, view); // an event is held against the contract like any other answer
    return { id: String(row.version), event: row.status === 'running' && row.progress !== null ? 'progress' : row.status, data: JSON.stringify(view) };
  }, { signal: request.signal, onError: (error) => services.logger.error({ err: error, submission: submission.id }, 'event stream broke') });
  return {
    status: 200,
    text: events,
    // Proxies would otherwise hold events back to compress or to buffer them.
    headers: { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  };
};
