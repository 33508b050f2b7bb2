import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EnsureTfjsDeps } from './ensureTfjs.ts';
import { PipProgress } from './pipProgress.ts';
import { type CommandResult, findProgram, runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';
import { writeWhole } from './writeWhole.ts';

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const addon = 'tfjs_binding.node';

/**
 * TensorFlow's own kernels for TensorFlow.js: the binding of tfjs-node-gpu, compiled here against the libraries of a Python wheel,
 * since no npm package has them. All of it lies in `folder`, so a reinstall of node_modules takes nothing away, and the addon finds its
 * libraries beside itself. Throws `SetupProblem`.
 */
export async function ensureTfjsAddon(deps: EnsureTfjsDeps, folder: string, wheel: string): Promise<void> {
  const binding = join(deps.paths.root, 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'binding');
  const stampFile = join(folder, 'addon-stamp');
  const stamp = stampOf(binding, wheel);
  const whole = [...libraries, addon].every((name) => existsSync(join(folder, name)));
  if (whole && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  const compiler = findProgram('g++', deps.env) ?? findProgram('c++', deps.env);
  if (!compiler) throw new SetupProblem('tfjs', 'There is no C++ compiler (g++) on the PATH.', 'Debian and Ubuntu: "apt-get install g++".');
  const work = join(folder, 'building');
  rmSync(work, { recursive: true, force: true });
  rmSync(stampFile, { force: true });
  mkdirSync(work, { recursive: true });
  try {
    deps.progress.phase('TensorFlow libraries');
    await unpack(deps, await download(deps, wheel, work), work);
    await strip(deps, work);
    deps.progress.done(wheel);
    deps.progress.phase('TensorFlow.js native addon');
    await compile(deps, compiler, binding, work);
    for (const name of [...libraries, addon]) renameSync(join(work, name), join(folder, name));
    writeWhole(stampFile, stamp, 0o644);
    deps.progress.done('compiled');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** For whichever Python pip itself runs in: the libraries are the same in the wheels of all of them, and this one is always there. */
async function download(deps: EnsureTfjsDeps, wheel: string, work: string): Promise<string> {
  const platform = `manylinux2014_${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`;
  const [folder, temporary] = [join(work, 'wheel'), join(work, 'pip-tmp')];
  for (const one of [folder, temporary]) mkdirSync(one);
  const options = ['--no-deps', '--only-binary=:all:', '--platform', platform, '--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '-d', folder];
  const pip = new PipProgress(temporary, () => undefined);
  const ticker = setInterval(() => deps.progress.status(pip.describe()), 500);
  try {
    const done = await runCommand(deps.paths.python, ['-I', '-m', 'pip', 'download', '--no-input', '--disable-pip-version-check', ...options, wheel], {
      env: { ...deps.env, TMPDIR: temporary },
      signal: deps.signal,
      onLine: (line) => pip.read(line),
    });
    const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (done.code !== 0 || !file) throw new SetupProblem('tfjs', `pip could not download ${wheel}: ${lastWords(done)}`, "It used pip's own configuration; an index is set with PIP_INDEX_URL.");
    return join(folder, file);
  } catch (error) {
    if (error instanceof SetupProblem) throw error;
    throw new SetupProblem('tfjs', `pip could not be started: ${String(error)}`, 'Run "npx gradecheck setup" first: it makes the Python environment.');
  } finally {
    clearInterval(ticker);
  }
}

async function unpack(deps: EnsureTfjsDeps, wheel: string, work: string): Promise<void> {
  const script = join(deps.paths.root, 'src', 'local', 'unpack_tensorflow.py');
  const done = await runCommand(deps.paths.python, ['-I', script, wheel, work], { env: deps.env, signal: deps.signal, onLine: (line) => deps.progress.status(line) });
  if (done.code !== 0) throw new SetupProblem('tfjs', `The TensorFlow wheel could not be unpacked: ${lastWords(done)}`, 'It needs 900 MB of free disk for a moment.');
  rmSync(wheel, { force: true });
}

/** Symbols for debuggers are a quarter of the larger library. Without `strip` it works just as well. */
async function strip(deps: EnsureTfjsDeps, work: string): Promise<void> {
  if (!findProgram('strip', deps.env)) return;
  for (const name of libraries) {
    deps.progress.status(`making ${name} smaller`);
    await runCommand('strip', ['--strip-unneeded', join(work, name)], { env: deps.env, signal: deps.signal });
  }
}

async function compile(deps: EnsureTfjsDeps, compiler: string, binding: string, work: string): Promise<void> {
  const headers = ['node-api-headers/include', '@tensorflow/tfjs-node-gpu'].map((name) => join(deps.paths.root, 'node_modules', name));
  const made = await runCommand(
    compiler,
    [
      ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
      ...[...headers, join(work, 'unpacked', 'tensorflow', 'include')].map((folder) => `-I${folder}`),
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(binding, name)),
      ...['-o', join(work, addon), `-L${work}`, ...libraries.map((name) => `-l:${name}`), '-Wl,-rpath,$ORIGIN'],
    ],
    { env: deps.env, signal: deps.signal },
  );
  if (made.code !== 0) throw new SetupProblem('tfjs', `The native addon did not compile: ${(made.tail.find((line) => line.includes('error')) ?? lastWords(made)).trim()}`, 'It needs a C++17 compiler (g++ 8 or newer).');
}

function stampOf(binding: string, wheel: string): string {
  const hash = createHash('sha256').update(`${wheel} ${process.arch}\n`);
  for (const name of readdirSync(binding).sort()) hash.update(`${name}\0`).update(readFileSync(join(binding, name)));
  return hash.digest('hex');
}

function lastWords(result: CommandResult): string {
  return (result.tail.filter((line) => /error/i.test(line)).at(-1) ?? result.tail.at(-1) ?? `exit code ${result.code}`).trim();
}
