import { existsSync, statfsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { deviceChecks } from './deviceChecks.ts';
import { findBinaries } from './embedded/binaries.ts';
import { cellHelperIsFresh, compilerCure } from './ensureCellHelper.ts';
import { mainEnvironment, pinnedVersions } from './environments.ts';
import { findPython, pythonCure } from './findPython.ts';
import { kerasCheck } from './kerasCheck.ts';
import { kernelChecks } from './kernelChecks.ts';
import type { LocalPaths } from './paths.ts';
import { findProgram, runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';
import { tfjsCheck } from './tfjsCheck.ts';
import { timingChecks } from './timingChecks.ts';

export type CheckState = 'ok' | 'limited' | 'missing';

export interface Check {
  name: string;
  /** `limited`: everything works, with less comfort or one layer fewer. `missing`: something named in `follows` does not work. */
  state: CheckState;
  found: string;
  follows?: string;
  cure?: string;
  stillWorks?: string;
}

export interface DoctorDeps {
  paths: LocalPaths;
  env: NodeJS.ProcessEnv;
}

export const noCodeAnswers = 'Code answers stay queued.';
export const quizStillWorks = 'The API and quiz questions.';

/** Looks at everything that a full local service needs, changes nothing, and never throws: what cannot be found out is a finding. */
export async function doctor(deps: DoctorDeps): Promise<Check[]> {
  const python = await pythonCheck(deps);
  return [
    nodeCheck(),
    packagesCheck(deps.paths),
    await databaseCheck(deps),
    python.check,
    await environmentCheck(deps),
    await programCheck(deps, 'cc', 'C compiler', ['--version']),
    await programCheck(deps, 'make', 'make', ['--version']),
    setprivCheck(deps),
    kerasCheck(deps),
    tfjsCheck(deps),
    ...(await deviceChecks(deps, python.executable)),
    ...(await kernelChecks(deps, python.executable)),
    memoryCheck(),
    diskCheck(deps.paths),
    ...timingChecks(),
  ];
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return { name: 'Node', state: 'ok', found: process.versions.node };
  return { name: 'Node', state: 'missing', found: process.versions.node, follows: 'Nothing here is tested on it.', cure: 'Install Node 22 or 24.', stillWorks: 'Nothing is promised.' };
}

function packagesCheck(paths: LocalPaths): Check {
  const name = 'npm packages';
  const missing = ['hono', 'postgres', 'esbuild', 'drizzle-orm'].filter((wanted) => !existsSync(join(paths.root, 'node_modules', wanted)));
  if (missing.length === 0) return { name, state: 'ok', found: 'installed' };
  return { name, state: 'missing', found: `without ${missing.join(', ')}`, follows: 'Nothing starts.', cure: 'Run "npm ci".', stillWorks: 'Nothing.' };
}

async function databaseCheck(deps: DoctorDeps): Promise<Check> {
  const name = 'PostgreSQL';
  if (deps.env.DATABASE_URL) return { name, state: 'ok', found: 'DATABASE_URL is set' };
  try {
    const { home } = await findBinaries();
    return { name, state: 'ok', found: `embedded, ${relative(deps.paths.root, home)}` };
  } catch (error) {
    return {
      name,
      state: 'missing',
      found: error instanceof Error ? error.message : String(error),
      follows: 'There is no database, so the server does not start.',
      cure: 'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
      stillWorks: 'The commands that talk to another server.',
    };
  }
}

async function pythonCheck(deps: DoctorDeps): Promise<{ check: Check; executable?: string }> {
  const name = 'Python with venv';
  if (deps.env.GRADECHECK_PYTHON && existsSync(deps.paths.python)) {
    return { check: { name, state: 'ok', found: 'GRADECHECK_PYTHON is set' }, executable: deps.paths.python };
  }
  try {
    const found = await findPython(deps.env);
    return { check: { name, state: 'ok', found: `${found.version} (${found.executable})` }, executable: found.executable };
  } catch (error) {
    const found = error instanceof SetupProblem ? error.message : String(error);
    return { check: { name, state: 'missing', found, follows: noCodeAnswers, cure: pythonCure, stillWorks: quizStillWorks } };
  }
}

async function environmentCheck(deps: DoctorDeps): Promise<Check> {
  const name = 'Python packages';
  const follows = 'The first start installs them (some minutes and about 1 GB).';
  if (!existsSync(deps.paths.python)) return { name, state: 'limited', found: 'not installed yet', follows, cure: 'Run "npx gradecheck setup" or just start.' };
  const script = join(deps.paths.root, 'src', 'local', 'check_environment.py');
  const checked = await runCommand(deps.paths.python, ['-I', script, join(deps.paths.root, 'workers', 'requirements.txt')], { env: deps.env }).catch(() => undefined);
  if (checked?.code === 0) return { name, state: 'ok', found: `${runtimeVersions(deps)} (${deps.paths.python})` };
  const problems = checked?.output.trim().split('\n') ?? ['the interpreter does not run'];
  return { name, state: 'limited', found: problems.slice(0, 3).join('; '), follows, cure: 'Run "npx gradecheck setup" or just start.' };
}

/** The environment holds exactly what its requirements pin: that was just checked. */
function runtimeVersions({ paths }: DoctorDeps): string {
  const { torch, numpy } = pinnedVersions(paths.root, mainEnvironment(paths, { withTests: false }));
  return `pytorch ${torch}, numpy ${numpy}`;
}

async function programCheck(deps: DoctorDeps, program: string, name: string, args: string[]): Promise<Check> {
  const path = findProgram(program, deps.env);
  if (path) {
    const asked = await runCommand(path, args, { env: deps.env }).catch(() => undefined);
    return { name, state: 'ok', found: asked?.output.split('\n')[0]?.trim() || path };
  }
  const found = `no ${program} on the PATH`;
  if (cellHelperIsFresh(deps.paths)) return { name, state: 'limited', found, follows: 'Nothing for now: the cell helper is compiled. A newer one could not be.', cure: compilerCure };
  return { name, state: 'missing', found, follows: `The cell helper cannot be built. ${noCodeAnswers}`, cure: compilerCure, stillWorks: quizStillWorks };
}

function setprivCheck(deps: DoctorDeps): Check {
  const name = 'setpriv';
  const path = findProgram('setpriv', deps.env);
  if (path) return { name, state: 'ok', found: path };
  if (process.platform !== 'linux') return { name, state: 'limited', found: 'Linux only', follows: 'After a kill -9 of the server, PostgreSQL runs on until the next start takes it over.' };
  return {
    name,
    state: 'limited',
    found: 'not on the PATH',
    follows: 'After a kill -9 of the server, PostgreSQL runs on until the next start takes it over.',
    cure: 'Install util-linux ("apt-get install util-linux").',
  };
}

function memoryCheck(): Check {
  const name = 'memory';
  const found = `${gib(freemem())} GiB free of ${gib(totalmem())}`;
  if (freemem() >= 2 * 2 ** 30) return { name, state: 'ok', found };
  return { name, state: 'limited', found, follows: 'Two warm runtimes take about 0.6 GiB and each running answer up to its own limit: large answers may be stopped by the system.', cure: 'Free about 2 GiB.' };
}

function diskCheck(paths: LocalPaths): Check {
  const name = 'disk';
  const folder = existsSync(paths.home) ? paths.home : paths.root;
  const disk = statfsSync(folder);
  const free = disk.bavail * disk.bsize;
  const installed = existsSync(paths.python);
  const needed = (installed ? 0.5 : 3) * 2 ** 30;
  const found = `${gib(free)} GiB free in ${folder}`;
  if (free >= needed) return { name, state: 'ok', found };
  return { name, state: 'missing', found, follows: installed ? 'The database may run out of space.' : 'The Python packages do not fit.', cure: `Free ${gib(needed)} GiB, or put the state folder elsewhere with GRADECHECK_HOME.`, stillWorks: installed ? 'Everything until it is full.' : quizStillWorks };
}

const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
