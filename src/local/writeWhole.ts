import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file that a reader, or a crash, sees whole or not at all. The mode holds from the first byte. */
export function writeWhole(path: string, content: string, mode = 0o600): void {
  const half = `${path}.${process.pid}.tmp`;
  rmSync(half, { force: true });
  const file = openSync(half, 'wx', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(half, path);
}
