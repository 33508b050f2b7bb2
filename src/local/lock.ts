import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './processIdentity.ts';
import { writeWhole } from './writeWhole.ts';

export interface LockHolder {
  pid: number;
  /** Where it can be reached, once it knows. */
  url?: string;
}

/** Another live process of this checkout does the same work. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';

  constructor(
    readonly lockName: string,
    readonly holder: LockHolder,
  ) {
    super(`${lockName} is held by process ${holder.pid}.`);
  }
}

/**
 * Announce, then look: each process writes a file of its own and only then reads the others'. Of two that start together at
 * least one sees the other, whatever the order, so two never hold at once. A holder that was killed with -9 leaves a file
 * whose process is gone; it is swept up by the next one and never has to be removed by hand.
 */
export class Lock {
  private constructor(
    private readonly file: string,
    private holder: LockHolder,
  ) {}

  /** Throws `LockHeld` naming the other process. */
  static async take(home: string, name: string): Promise<Lock> {
    const folder = join(home, 'locks');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const own = `${name}.${process.pid}.${processIdentity(process.pid)}.lock`;
    // Both of a simultaneous pair step back; different waits let one of them through.
    for (let tries = 0; ; tries++) {
      const lock = new Lock(join(folder, own), { pid: process.pid });
      lock.write();
      const other = liveHolder(folder, name, own);
      if (!other) return lock;
      lock.release();
      if (other.url !== undefined || tries === 2) throw new LockHeld(name, other);
      await sleep(20 + Math.random() * 200);
    }
  }

  tell(url: string): void {
    this.holder = { ...this.holder, url };
    this.write();
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private write(): void {
    writeWhole(this.file, JSON.stringify(this.holder));
  }
}

function liveHolder(folder: string, name: string, own: string): LockHolder | undefined {
  for (const file of listFolder(folder)) {
    const [lockName, pid, identity, ending] = file.split('.');
    if (lockName !== name || ending !== 'lock' || file === own || file.endsWith('.tmp')) continue;
    if (processIdentity(Number(pid)) === identity) return readHolder(join(folder, file), Number(pid));
    rmSync(join(folder, file), { force: true });
  }
  return undefined;
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readHolder(file: string, pid: number): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder;
  } catch {
    // It let go between the listing and now, or is just rewriting: the process is alive, so respect it.
    return { pid };
  }
}
