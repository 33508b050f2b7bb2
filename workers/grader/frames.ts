import { frameBytesMax } from '../../src/protocol/judgeFrames.ts';

/** One frame: 4 bytes of big-endian length, then the JSON. */
export function encodeFrame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  if (body.length > frameBytesMax) throw new Error(`A frame of ${body.length} bytes is over the limit of ${frameBytesMax}.`);
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, 4);
  return frame;
}

/**
 * Cuts a byte stream into frames. The announced length is checked before a byte of the body is kept,
 * so that a judge gone mad cannot make the grader allocate gigabytes.
 */
export class FrameReader {
  private chunks: Buffer[] = [];
  private size = 0;
  private needed = 4;
  private inBody = false;

  /** Returns the messages completed by `chunk`; throws on an absurd length or on broken JSON. */
  push(chunk: Buffer): unknown[] {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const messages: unknown[] = [];
    while (this.size >= this.needed) {
      const piece = this.take(this.needed);
      if (this.inBody) {
        messages.push(JSON.parse(piece.toString('utf8')));
        this.needed = 4;
      } else {
        this.needed = piece.readUInt32BE(0);
        if (this.needed > frameBytesMax) throw new Error(`The judge announced a frame of ${this.needed} bytes.`);
      }
      this.inBody = !this.inBody;
    }
    return messages;
  }

  private take(length: number): Buffer {
    const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    this.chunks = [all.subarray(length)];
    this.size -= length;
    return all.subarray(0, length);
  }
}
