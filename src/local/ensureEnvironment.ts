import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, mainEnvironment } from './environments.ts';
import { findPython, type FoundPython } from './findPython.ts';
import { type LocalPaths, makeHome } from './paths.ts';
import { PipProgress } from './pipProgress.ts';
import type { Progress } from './progress.ts';
import { type CommandResult, runCommand } from './runCommand.ts';
import { type SetupLayer, SetupProblem } from './setupProblem.ts';
import { writeWhole } from './writeWhole.ts';

export interface EnsureEnvironmentDeps {
  paths: LocalPaths;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal?: AbortSignal;
}

/** Written into the environment as its very last file: an environment without it was never finished. */
interface Stamp {
  interpreter: string;
  /** Hash of each requirements file whose packages are installed, whole. */
  requirements: Record<string, string>;
}

/** The environment of judge, pytorch and numpy. Returns whether anything had to be done. Throws `SetupProblem`. */
export const ensurePython = (deps: EnsureEnvironmentDeps, options: { withTests: boolean }): Promise<boolean> => ensureEnvironment(deps, mainEnvironment(deps.paths, options));

/** Makes an environment when it is missing, unfinished or older than its requirements. Returns whether anything had to be done. Throws `SetupProblem`. */
export async function ensureEnvironment(deps: EnsureEnvironmentDeps, environment: Environment): Promise<boolean> {
  const { folder, python } = environment;
  const wanted = requirementFiles(deps.paths.root, environment);
  if (environment.givenBy && deps.env[environment.givenBy]) {
    await acceptGiven(deps, environment, wanted);
    return false;
  }
  const stamp = readStamp(folder);
  if (stamp && covers(stamp, wanted) && sameInterpreter(stamp, python)) return false;

  deps.progress.phase(environment.title);
  if (!stamp && existsSync(python) && (await isWhole(deps, python, wanted))) {
    await probe(deps, environment);
    writeStamp(folder, python, wanted);
    deps.progress.done('found complete');
    return true;
  }
  const base = await findPython(deps.env);
  // Without a stamp, or with an interpreter that went away, nobody knows what is in there: begin from nothing.
  if (!stamp || !sameInterpreter(stamp, python)) rmSync(folder, { recursive: true, force: true });
  rmSync(stampFile(folder), { force: true });
  if (!existsSync(python)) await makeEnvironment(deps, base, environment);
  await install(deps, environment, wanted);
  deps.progress.status('checking every file');
  if (!(await isWhole(deps, python, wanted))) {
    rmSync(folder, { recursive: true, force: true });
    throw new SetupProblem(environment.layer, `pip reported success but the ${environment.title} is not complete.`, 'Start again; it is made from nothing then.');
  }
  await probe(deps, environment);
  writeStamp(folder, python, wanted);
  deps.progress.done(`Python ${base.version}, ${Object.keys(wanted).map((file) => file.split('/').pop()).join(' and ')} installed`);
  return true;
}

/** Requirements files by path, each with the hash of its content. */
function requirementFiles(root: string, environment: Environment): Record<string, string> {
  return Object.fromEntries(environment.requirements.map((file) => [file, createHash('sha256').update(readFileSync(join(root, file))).digest('hex')]));
}

async function acceptGiven(deps: EnsureEnvironmentDeps, { givenBy, layer, python }: Environment, wanted: Record<string, string>): Promise<void> {
  if (existsSync(python) && (await isWhole(deps, python, wanted))) return;
  throw new SetupProblem(
    layer,
    `${givenBy} names ${python}, which lacks packages of ${Object.keys(wanted).join(' or ')}.`,
    `Install them there, or unset ${givenBy} to let set-up make an environment of its own.`,
  );
}

async function makeEnvironment(deps: EnsureEnvironmentDeps, base: FoundPython, { folder, layer }: Environment): Promise<void> {
  makeHome(deps.paths.home);
  deps.progress.status(`making it with Python ${base.version}`);
  const made = await runCommand(base.executable, ['-I', '-m', 'venv', folder], { env: pythonEnv(deps.env), signal: deps.signal });
  if (made.code !== 0) throw new SetupProblem(layer, `python -m venv failed: ${lastWords(made)}`, 'Read the message above, repair it and start again.');
}

async function install(deps: EnsureEnvironmentDeps, environment: Environment, wanted: Record<string, string>): Promise<void> {
  // Beside the environment: wheels of a gigabyte do not fit where the system's temporary folder is memory.
  const temporary = join(deps.paths.home, 'pip-tmp');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const pip = new PipProgress(temporary, () => sitePackages(environment.folder));
  const ticker = setInterval(() => deps.progress.status(pip.describe()), 500);
  const files = Object.keys(wanted).flatMap((file) => ['-r', join(deps.paths.root, file)]);
  try {
    const done = await runCommand(environment.python, ['-I', '-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', ...files], {
      env: { ...pythonEnv(deps.env), TMPDIR: temporary },
      signal: deps.signal,
      onLine: (line) => pip.read(line),
    });
    if (done.code !== 0) throw pipFailed(environment.layer, done);
  } finally {
    clearInterval(ticker);
    rmSync(temporary, { recursive: true, force: true });
  }
}

function pipFailed(layer: SetupLayer, result: CommandResult): SetupProblem {
  return new SetupProblem(
    layer,
    `pip could not install the Python packages: ${lastWords(result)}`,
    "It used pip's own configuration; an index is set with PIP_INDEX_URL, and PIP_EXTRA_INDEX_URL can add PyTorch's index of CPU wheels (a tenth of the size). Start again: what was downloaded is kept.",
  );
}

function lastWords(result: CommandResult): string {
  const errors = result.tail.filter((line) => /error/i.test(line));
  return (errors.at(-1) ?? result.tail.at(-1) ?? `exit code ${result.code}`).trim();
}

/** Throws `SetupProblem` when the packages are there but do not work on this machine. */
async function probe(deps: EnsureEnvironmentDeps, { probe, python, title, layer }: Environment): Promise<void> {
  if (!probe) return;
  deps.progress.status('trying it');
  const tried = await runCommand(python, ['-I', '-B', '-c', probe], { env: pythonEnv(deps.env), signal: deps.signal });
  if (tried.code !== 0) throw new SetupProblem(layer, `The ${title} is complete but does not work here: ${lastWords(tried)}`, 'Its packages may need a newer processor or system. Start again once that has changed.');
}

async function isWhole(deps: EnsureEnvironmentDeps, python: string, wanted: Record<string, string>): Promise<boolean> {
  const script = join(deps.paths.root, 'src', 'local', 'check_environment.py');
  const files = Object.keys(wanted).map((file) => join(deps.paths.root, file));
  const checked = await runCommand(python, ['-I', script, ...files], { env: pythonEnv(deps.env), signal: deps.signal });
  return checked.code === 0;
}

/** Whether an environment was finished, from the requirements as they are now. The judge asks the same (workers/judge/cells/environment.py). */
export function environmentIsFinished(paths: LocalPaths, environment: Environment): boolean {
  const stamp = readStamp(environment.folder);
  return stamp !== undefined && covers(stamp, requirementFiles(paths.root, environment)) && sameInterpreter(stamp, environment.python);
}

/** A person's PYTHONPATH or PYTHONHOME must not reach into the environment that verdicts come from. */
function pythonEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'PYTHONPATH' && name !== 'PYTHONHOME'));
}

function sitePackages(folder: string): string | undefined {
  const lib = join(folder, 'lib');
  const version = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python3')) : undefined;
  return version ? join(lib, version, 'site-packages') : undefined;
}

const stampFile = (folder: string) => join(folder, 'gradecheck-stamp.json');

function readStamp(folder: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(stampFile(folder), 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

function writeStamp(folder: string, python: string, requirements: Record<string, string>): void {
  const kept: Stamp = { interpreter: realpathSync(python), requirements };
  writeWhole(stampFile(folder), JSON.stringify(kept, null, 2), 0o644);
}

const covers = (stamp: Stamp, wanted: Record<string, string>) => Object.entries(wanted).every(([file, hash]) => stamp.requirements[file] === hash);

/** The system's python3 may have moved on to another version: the environment's packages are then out of its sight. */
function sameInterpreter(stamp: Stamp, python: string): boolean {
  try {
    return realpathSync(python) === stamp.interpreter;
  } catch {
    return false;
  }
}
