import { createHash } from 'node:crypto';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { compilerCure } from './ensureCellHelper.ts';
import type { EnsureTfjsDeps } from './ensureTfjs.ts';
import { type CommandResult, findProgram, runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';
import { writeWhole } from './writeWhole.ts';

/** In a bundle of its own: ensureWebgpu.ts. */
export const webgpuPackage = '@tensorflow/tfjs-backend-webgpu';

const wasmFiles = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];

/** One file of JavaScript with everything in it, because a cell sees no node_modules; what is in C; and the wasm kernels. */
export async function buildTfjsCell(deps: EnsureTfjsDeps, folder: string, withBinding: boolean): Promise<void> {
  const packages = join(deps.paths.root, 'node_modules');
  await bundleStart(deps, join(folder, 'start.cjs'));
  await bundleCell(deps, join(folder, 'cell.cjs'), { external: [webgpuPackage, ...(withBinding ? [] : ['@tensorflow/tfjs-node-gpu'])] });
  for (const name of wasmFiles) {
    copyFileSync(join(packages, '@tensorflow', 'tfjs-backend-wasm', 'dist', name), join(folder, `${name}.new`));
    renameSync(join(folder, `${name}.new`), join(folder, name)); // a cell may be starting at this moment
  }
  await compileLock(deps, join(packages, 'node-api-headers', 'include'), join(folder, 'lock.node'));
  if (withBinding) await makeZygote(deps, folder);
}

/** What is `external` is asked for when it is used, and is not there then. In the form that start.ts wants. Throws `SetupProblem`. */
export async function bundleCell(deps: Pick<EnsureTfjsDeps, 'paths'>, outfile: string, options: { external: string[]; plugins?: Plugin[] }): Promise<void> {
  const program = await bundled(deps, 'main.ts', options);
  const id = createHash('sha256').update(program).digest('hex');
  writeWhole(outfile, `//${id}\n(function(exports,require,module,__filename,__dirname){${program}})\n`, 0o644);
}

async function bundleStart(deps: Pick<EnsureTfjsDeps, 'paths'>, outfile: string): Promise<void> {
  writeWhole(outfile, await bundled(deps, 'start.ts', { external: [] }), 0o644);
}

async function bundled(deps: Pick<EnsureTfjsDeps, 'paths'>, entry: string, options: { external: string[]; plugins?: Plugin[] }): Promise<string> {
  const { root } = deps.paths;
  const cell = join(root, 'workers', 'runtimes', 'tfjs', 'cell');
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(cell, entry)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Each package's modern modules: its bundled ones are ES5, whose classes cannot be mixed with these.
    mainFields: ['module', 'main'],
    alias: { '@tensorflow/tfjs': join(cell, 'tensorflow.ts') },
    ...options,
    // Names stay: they are in the error texts that a candidate reads.
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'ascii',
    logLevel: 'error',
  }).catch((error: unknown) => {
    throw new SetupProblem('tfjs', `The TensorFlow.js cell could not be bundled: ${error instanceof Error ? error.message : String(error)}`, 'Run "npm ci" and start again.');
  });
  return outputFiles[0]!.text;
}

async function compileLock(deps: EnsureTfjsDeps, headers: string, target: string): Promise<void> {
  const what = 'lock of the TensorFlow.js cells';
  const compiler = needed(deps, 'cc', what);
  const made = await runCommand(compiler, ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-fstack-protector-strong', '-shared', '-fPIC', `-I${headers}`, join(sandboxOf(deps), 'lock.c'), '-o', `${target}.new`], { env: deps.env, signal: deps.signal });
  checkCompiled(what, made);
  renameSync(`${target}.new`, target);
}

/** Of the same sources as the cell helper, so by its Makefile. */
async function makeZygote(deps: EnsureTfjsDeps, folder: string): Promise<void> {
  const what = 'zygote of the TensorFlow.js cells';
  for (const program of ['make', 'cc']) needed(deps, program, what);
  checkCompiled(what, await runCommand('make', ['-C', sandboxOf(deps), '-B', `BUILD=${folder}`, join(folder, 'node-zygote.so')], { env: deps.env, signal: deps.signal }));
}

const sandboxOf = (deps: EnsureTfjsDeps) => join(deps.paths.root, 'workers', 'sandbox');

function needed(deps: EnsureTfjsDeps, program: string, what: string): string {
  const found = findProgram(program, deps.env);
  if (!found) throw new SetupProblem('tfjs', `There is no ${program} on the PATH, so the ${what} cannot be built.`, compilerCure);
  return found;
}

function checkCompiled(what: string, made: CommandResult): void {
  if (made.code !== 0) throw new SetupProblem('tfjs', `The ${what} did not compile: ${made.tail.find((line) => line.includes('error')) ?? made.tail.at(-1)}`, 'Read the message, repair it and start again.');
}
