import { expect, test, vi } from 'vitest';
import { eventStream } from './eventStream.ts';

/** Waits until it is told to stop, as somebody does who watches a submission that nobody touches. */
async function* quiet(signal: AbortSignal): AsyncGenerator<string | null> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

test('a client that goes while nothing happens ends the watching, and nothing is reported as broken', async () => {
  const onError = vi.fn();
  let watched: AbortSignal | undefined;
  const states = (signal: AbortSignal) => quiet((watched = signal));
  const body = eventStream(states, (data) => ({ id: '1', event: 'queued', data }), { signal: new AbortController().signal, onError });
  const reader = body.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('retry: 1000\n\n');
  void reader.read().catch(() => {}); // now the stream waits for the next state
  await new Promise((resolve) => setTimeout(resolve, 10));
  await reader.cancel();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(watched!.aborted).toBe(true);
  expect(onError).not.toHaveBeenCalled();
});
