import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Backend, tfjsBackends } from '../protocol/backends.ts';
import type { LocalPaths } from './paths.ts';

export { tfjsBackends, type Backend as TfjsBackend };

/** What set-up found out about TensorFlow.js on this machine. Read by the judge too (workers/runtimes/tfjs/runtime.py). */
export interface TfjsManifest {
  stamp: string;
  /** The Node.js that starts the cells. */
  node: string;
  /** What it is started with. */
  options: string[];
  backend: Backend;
  /** As a verdict shows it, with the backend. */
  version: string;
  /** What computes, with versions. */
  libraries: Record<string, string>;
  /** Folders that a cell reads beside the system's own. */
  readable: string[];
  whyNotNative?: string;
}

/** Beside the compiled cell helper, outside node_modules: `npm ci` leaves it alone. */
export const tfjsFolder = (paths: LocalPaths) => join(paths.build, 'tfjs');

export function readTfjsManifest(paths: LocalPaths): TfjsManifest | undefined {
  try {
    return JSON.parse(readFileSync(join(tfjsFolder(paths), 'manifest.json'), 'utf8')) as TfjsManifest;
  } catch {
    return undefined;
  }
}
