import { expect, test } from 'vitest';
import { recordProgress } from '../../db/queue/recordProgress.ts';
import { readEvents } from '../cli/readEvents.ts';
import { newSubmission, useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();
type Event = { id: number; event: string; data: { status: string; version: number; progress: unknown } };

async function create(): Promise<string> {
  const response = await api.current.send('POST', '/v1/submissions', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(newSubmission()) });
  return ((await response.json()) as { id: string }).id;
}

async function open(id: string, headers: Record<string, string> = {}) {
  const response = await api.current.send('GET', `/v1/submissions/${id}/events`, { headers });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  return response;
}

async function* parse(response: Response): AsyncGenerator<Event> {
  for await (const event of readEvents(response.body!)) yield { id: Number(event.id), event: event.event ?? '', data: JSON.parse(event.data) as Event['data'] };
}

async function collect(response: Response): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of parse(response)) events.push(event);
  return events;
}

test('tells every state in order and ends with the final one', async () => {
  const id = await create();
  const seen = collect(await open(id));
  await api.current.gradeNext({}, async (job) => {
    await pause();
    await recordProgress(api.current.db, job, { done: 3, total: 9 });
    await pause();
  });
  const events = await seen;
  expect(events.map(({ event }) => event)).toEqual(['queued', 'running', 'progress', 'graded']);
  expect(events.map(({ id }) => id)).toEqual([...events.map(({ id }) => id)].sort((a, b) => a - b));
  expect(events[2]!.data.progress).toEqual({ done: 3, total: 9 });
  for (const { id, data } of events) expect(data.version).toBe(id);
});

test('goes on after Last-Event-ID without telling anything twice', async () => {
  const id = await create();
  await api.current.gradeNext();
  const whole = await collect(await open(id));
  expect(whole.map(({ event }) => event)).toEqual(['graded']);
  expect(await collect(await open(id, { 'last-event-id': String(whole[0]!.id) }))).toEqual([]);
  expect(await collect(await open(id, { 'last-event-id': String(whole[0]!.id - 1) }))).toHaveLength(1);
});

test('a client that leaves is no longer waited for', async () => {
  const id = await create();
  const response = await open(id);
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  await api.current.gradeNext();
  expect((await collect(await open(id))).map(({ event }) => event)).toEqual(['graded']);
});

test('ends after the longest time that a stream is kept, and can be taken up again', async () => {
  const id = await create();
  api.current.services.config.streamSecondsMax = 1;
  try {
    const events = await collect(await open(id));
    expect(events.map(({ event }) => event)).toEqual(['queued']);
  } finally {
    api.current.services.config.streamSecondsMax = 900;
  }
  await api.current.gradeNext();
});

test('sends a sign of life when nothing happens for long', async () => {
  const id = await create();
  const response = await open(id);
  const text = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes('event: queued')) seen += (await text.read()).value ?? '';
  api.current.clock.forward(16_000);
  while (!seen.includes(': still here')) seen += (await text.read()).value ?? '';
  await text.cancel();
  await api.current.gradeNext();
});

test('400 for a Last-Event-ID that is no number', async () => {
  const response = await api.current.send('GET', '/v1/submissions/sub_x/events', { headers: { 'last-event-id': 'abc' } });
  expect(response.status).toBe(400);
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
