import { writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** Takes everything, keeps what fits into the small memory file behind it. A print too many is cut, not an error in the answer. */
class CappedOutput extends Writable {
  readonly isTTY = false;

  constructor(readonly fd: number) {
    super({ decodeStrings: true });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(this.fd, chunk, at);
    } catch {
      // Full. Nothing more can be shown.
    }
    done();
  }
}

/** Before the lock, because Node would look at files to find out what its standard streams are. */
export function replaceStandardStreams(): void {
  for (const [name, fd] of [['stdout', 1], ['stderr', 2]] as const) {
    Object.defineProperty(process, name, { value: new CappedOutput(fd), configurable: true, writable: true });
  }
  globalThis.console = new console.Console({ stdout: process.stdout, stderr: process.stderr, ignoreErrors: true });
}
