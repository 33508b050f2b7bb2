import { readFileSync } from 'node:fs';
import { writeWhole } from './writeWhole.ts';

/** What other commands on this machine need to talk to the local server. */
export interface LocalState {
  url: string;
  api_key: string;
}

export function readLocalState(path: string): LocalState | undefined {
  try {
    const state = JSON.parse(readFileSync(path, 'utf8')) as Partial<LocalState>;
    return typeof state.url === 'string' && typeof state.api_key === 'string' ? { url: state.url, api_key: state.api_key } : undefined;
  } catch {
    // Missing, or cut by a full disk: either way there is nothing to re-use, and the server writes it anew.
    return undefined;
  }
}

export function writeLocalState(path: string, state: LocalState): void {
  writeWhole(path, `${JSON.stringify(state, null, 2)}\n`, 0o600);
}
