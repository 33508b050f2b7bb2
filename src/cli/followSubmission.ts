import { setTimeout as sleep } from 'node:timers/promises';
import { isFinal } from '../protocol/verdicts.ts';
import { type Api, ask, type Submission } from './apiClient.ts';
import { readEvents } from './readEvents.ts';

const reconnectMs = 500;
const silentMs = 45_000; // three missed heartbeats

/** Follows a submission until it is final; a lost stream is taken up where it broke. Calls `onChange` with each new snapshot. */
export async function followSubmission(api: Api, submission: Submission, onChange: (submission: Submission) => void = () => {}): Promise<Submission> {
  let latest = submission;
  onChange(latest);
  while (!isFinal(latest.status)) {
    try {
      for await (const snapshot of streamOf(api, latest)) {
        latest = snapshot;
        onChange(latest);
      }
    } catch {
      await sleep(reconnectMs);
    }
    if (isFinal(latest.status)) break;
    // The stream ended early, or could not be had: ask once, which also says so if the server is gone for good.
    latest = await ask(api, api.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: latest.id }, query: { lang: api.lang } } }));
    onChange(latest);
  }
  return latest;
}

async function* streamOf(api: Api, from: Submission): AsyncGenerator<Submission> {
  const lang = api.lang ? `?lang=${api.lang}` : '';
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silentMs);
  try {
    const response = await fetch(`${api.url}/v1/submissions/${from.id}/events${lang}`, {
      headers: { authorization: `Bearer ${api.key}`, accept: 'text/event-stream', 'last-event-id': String(from.version) },
      signal: silence.signal,
    });
    if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}.`);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silentMs);
    };
    for await (const event of readEvents(response.body, alive)) yield JSON.parse(event.data) as Submission;
  } finally {
    clearTimeout(timer);
  }
}
