import { join } from 'node:path';

/** workers/sandbox/lock.c, compiled. */
export interface LockAddon {
  /** Takes files, sockets, programs and new threads away from every thread of this process, for good. */
  lock(): void;
  /** Blocks for one message, the first moment of it awake where a core is kept for this process. `length` is 0 when the judge hung up. */
  receive(fd: number, into: Buffer, awake: boolean): { length: number; descriptors: number[] };
  send(fd: number, message: Buffer): void;
  /** The question's limits, for good. A crash when little memory is left is told on `fd` as what it is. */
  limit(fd: number, dataBytes: number, cpuSeconds: number): void;
  size(fd: number): number;
  printTo(fd: number): void;
}

export function loadLockAddon(folder: string): LockAddon {
  return loadAddon(join(folder, 'lock.node')) as LockAddon;
}

/** `process.dlopen` instead of `require`: a bundle has no place of its own to look from. */
export function loadAddon(path: string): unknown {
  const found = { exports: {} };
  process.dlopen(found, path);
  return found.exports;
}
