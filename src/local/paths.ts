import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface LocalPaths {
  /** The checkout: where `workers/`, `questions/` and `package.json` lie. */
  root: string;
  /** What this machine made for itself: environment, helper, database, key. Nothing in it belongs into git. */
  home: string;
  /** The interpreter of the grading environment; named by `GRADECHECK_PYTHON`, else the one set-up makes. */
  python: string;
  build: string;
  postgres: string;
  localState: string;
}

export function localPaths(env: NodeJS.ProcessEnv = process.env): LocalPaths {
  const root = findRoot(dirname(fileURLToPath(import.meta.url)));
  const home = env.GRADECHECK_HOME ? resolve(env.GRADECHECK_HOME) : join(root, '.gradecheck');
  return {
    root,
    home,
    python: env.GRADECHECK_PYTHON ? resolve(env.GRADECHECK_PYTHON) : join(home, 'python', 'bin', 'python'),
    build: join(home, 'build'),
    postgres: join(home, 'postgres'),
    localState: join(home, 'local.json'),
  };
}

/**
 * Nobody else may list it. They may pass through, for started as root we run PostgreSQL as `nobody`, who has to get to the
 * data folder; what is private inside is closed by itself.
 */
export function makeHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o711 });
}

/** The same code runs from src/local and, bundled, from dist/: so look upwards instead of counting folders. */
function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'bin', 'gradecheck.mjs'))) return folder;
    if (folder === dirname(folder)) throw new Error(`No Gradecheck checkout around ${from}.`);
  }
}
