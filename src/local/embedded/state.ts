import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Who owns the tables. Not a superuser: the server's own superuser has no password anybody knows. */
export const ownerRole = 'gradecheck';
export const databaseName = 'gradecheck';

/** What must be remembered between starts; lies beside the data folder, readable by its owner only. */
export interface EmbeddedState {
  ownerPassword: string;
  workerPassword: string;
  /** Last used; 0 before the first start. */
  port: number;
}

const stateFile = (dir: string) => `${dir}.json`;

export function newState(): EmbeddedState {
  const password = () => randomBytes(24).toString('base64url');
  return { ownerPassword: password(), workerPassword: password(), port: 0 };
}

/** Null when there is none, or when it is damaged: the passwords are then set anew. */
export function readState(dir: string): EmbeddedState | null {
  try {
    const state = JSON.parse(readFileSync(stateFile(dir), 'utf8')) as Partial<EmbeddedState>;
    const { ownerPassword, workerPassword, port } = state;
    if (typeof ownerPassword !== 'string' || typeof workerPassword !== 'string' || typeof port !== 'number') return null;
    return { ownerPassword, workerPassword, port };
  } catch {
    return null;
  }
}

/** Written aside and moved into place, so that a crash leaves the old one or the new one. */
export function writeState(dir: string, state: EmbeddedState): void {
  const aside = `${stateFile(dir)}.${process.pid}`;
  writeFileSync(aside, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(aside, stateFile(dir));
}
