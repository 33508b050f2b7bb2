import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalPaths, makeHome } from './paths.ts';
import type { Progress } from './progress.ts';
import { findProgram, runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';
import { writeWhole } from './writeWhole.ts';

export const compilerCure = 'Install a C compiler and make (Debian and Ubuntu: "apt-get install gcc make libc6-dev") and start again.';

/**
 * Compiles the cell helper when its sources changed. `make` itself goes by file times, which a fresh clone or a copied folder makes
 * meaningless, so the stamp is the content. Returns whether it compiled. Throws `SetupProblem`.
 */
export async function ensureCellHelper(deps: { paths: LocalPaths; env: NodeJS.ProcessEnv; progress: Progress; signal?: AbortSignal }): Promise<boolean> {
  if (cellHelperIsFresh(deps.paths)) return false;
  const stamp = contentHash(sourcesOf(deps.paths));

  for (const program of ['make', 'cc']) {
    if (!findProgram(program, deps.env)) throw new SetupProblem('cell_helper', `There is no ${program === 'cc' ? 'C compiler (cc)' : 'make'} on the PATH, so the cell helper cannot be built.`, compilerCure);
  }
  makeHome(deps.paths.home);
  deps.progress.phase('Cell helper');
  const made = await runCommand('make', ['-C', sourcesOf(deps.paths), '-B', `BUILD=${deps.paths.build}`], { env: deps.env, signal: deps.signal });
  if (made.code !== 0) {
    const error = made.tail.find((line) => line.includes('error')) ?? made.tail.at(-1) ?? `make ended with ${made.code}`;
    throw new SetupProblem('cell_helper', `The cell helper did not compile: ${error.trim()}`, compilerCure);
  }
  const files = readdirSync(deps.paths.build).filter((name) => name !== 'stamp');
  writeWhole(stampFileOf(deps.paths), JSON.stringify({ sources: stamp, files }), 0o644);
  deps.progress.done('compiled');
  return true;
}

/** Whether the helper was compiled from exactly these sources, and what came of it is still there. */
export function cellHelperIsFresh(paths: LocalPaths): boolean {
  try {
    const stamp = JSON.parse(readFileSync(stampFileOf(paths), 'utf8')) as { sources: string; files: string[] };
    return stamp.sources === contentHash(sourcesOf(paths)) && stamp.files.every((name) => existsSync(join(paths.build, name)));
  } catch {
    return false;
  }
}

const sourcesOf = (paths: LocalPaths) => join(paths.root, 'workers', 'sandbox');
const stampFileOf = (paths: LocalPaths) => join(paths.build, 'stamp');

function contentHash(folder: string): string {
  const hash = createHash('sha256').update(process.arch);
  for (const name of readdirSync(folder).sort()) {
    if (/\.(c|h|mk)$|^Makefile$/.test(name)) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}
