import { readSync } from 'node:fs';

/** The pairs of path and content in the file behind `descriptor`: each has its two lengths in front. First come the entry's name and the adapter. */
export function readBundle(descriptor: number): [string, string][] {
  const data = readWhole(descriptor);
  const parts: [string, string][] = [];
  for (let at = 0; at < data.length; ) {
    const pathEnd = at + 8 + data.readUInt32LE(at);
    const end = pathEnd + data.readUInt32LE(at + 4);
    if (end > data.length) throw new Error('a file of the answer is longer than what was sent');
    parts.push([data.toString('utf8', at + 8, pathEnd), data.toString('utf8', pathEnd, end)]);
    at = end;
  }
  return parts;
}

function readWhole(descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const chunk = Buffer.alloc(1 << 16);
    const got = readSync(descriptor, chunk, 0, chunk.length, at);
    if (got === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, got));
    at += got;
  }
}
