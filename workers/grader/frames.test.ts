import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader } from './frames.ts';

describe('FrameReader', () => {
  const messages = [{ a: 1 }, { text: '通道混洗' }, [], { long: 'x'.repeat(70_000) }];
  const stream = Buffer.concat(messages.map(encodeFrame));

  it.each([1, 3, 4, 5, 1000, stream.length])('gives the same messages in pieces of %i bytes', (size) => {
    const reader = new FrameReader();
    const seen: unknown[] = [];
    for (let at = 0; at < stream.length; at += size) seen.push(...reader.push(stream.subarray(at, at + size)));
    expect(seen).toEqual(messages);
  });

  it('refuses an absurd length before reading the body', () => {
    expect(() => new FrameReader().push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(/announced a frame of 4294967295 bytes/);
  });

  it('reports broken JSON instead of skipping it', () => {
    const broken = Buffer.from([0, 0, 0, 2, 0x7b, 0x7b]);
    expect(() => new FrameReader().push(broken)).toThrow(SyntaxError);
  });
});
