import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Postmaster {
  pid: number;
  /** Null while it has not got as far as choosing one. */
  port: number | null;
  ready: boolean;
  /** That process exists and is a PostgreSQL server of this very folder. */
  alive: boolean;
}

/** What the server wrote about itself into its data folder; null when none runs there and none crashed there. */
export function readPostmaster(dir: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return {
    pid,
    port: Number.isInteger(port) && port > 0 ? port : null,
    ready: lines[7]?.trim() === 'ready',
    alive: Number.isInteger(pid) && pid > 0 && isServerOf(pid, dir),
  };
}

/** Removes the lock file of a server that is gone; PostgreSQL itself would refuse when another program has its pid now. */
export function forgetStaleServer(dir: string): void {
  rmSync(join(dir, 'postmaster.pid'), { force: true });
}

function isServerOf(pid: number, dir: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true; // the caller asks it by our password and finds out
  try {
    // A server's working folder is its data folder. After a restart of the machine the number may be anybody's.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir);
  } catch (error) {
    return (error as { code?: string }).code === 'EACCES'; // somebody else's process: do not touch its lock
  }
}
