import { expect, it } from 'vitest';
import { readEvents } from './readEvents.ts';

const text = ': hello\n\nid: 3\nevent: progress\ndata: {"a":\ndata: 1}\n\n: heartbeat\n\nevent: graded\nid: 4\ndata: {"名": "通道"}\n\ndata: cut';
const expected = [
  { id: '3', event: 'progress', data: '{"a":\n1}' },
  { id: '4', event: 'graded', data: '{"名": "通道"}' },
];

it.each([1, 2, 7, 1000])('reads the same events in pieces of %i bytes, and drops one that was cut', async (size) => {
  expect(await collect(Buffer.from(text), size)).toEqual(expected);
});

it.each([1, 5, 1000])('reads line ends of CR and LF in pieces of %i bytes', async (size) => {
  expect(await collect(Buffer.from(text.replaceAll('\n', '\r\n')), size)).toEqual(expected);
});

async function collect(bytes: Buffer, size: number): Promise<unknown[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size));
      controller.close();
    },
  });
  const events: unknown[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}
