import { createHash } from 'node:crypto';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { EnsureTfjsDeps } from './ensureTfjs.ts';
import { findProgram, runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';
import { writeWhole } from './writeWhole.ts';

/** In a bundle of its own: ensureWebgpu.ts. */
export const webgpuPackage = '@tensorflow/tfjs-backend-webgpu';

/** As in workers/sandbox/Makefile. */
const jail = ['root.c', 'enter.c', 'limits.c', 'privileges.c', 'landlock.c', 'seccomp.c', 'outer.c', 'steps.c'];

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
  await compile(deps, 'lock of the TensorFlow.js cells', ['lock.c'], join(folder, 'lock.node'), [`-I${join(packages, 'node-api-headers', 'include')}`]);
  if (withBinding) await compile(deps, 'zygote of the TensorFlow.js cells', ['node_zygote.c', ...jail], join(folder, 'node-zygote.so'), ['-fvisibility=hidden', '-D_GNU_SOURCE']);
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

async function compile(deps: EnsureTfjsDeps, what: string, sources: string[], target: string, options: string[]): Promise<void> {
  const compiler = findProgram('cc', deps.env);
  if (!compiler) throw new SetupProblem('tfjs', `There is no C compiler (cc) on the PATH, so the ${what} cannot be built.`, 'Install one (Debian and Ubuntu: "apt-get install gcc libc6-dev").');
  const files = sources.map((name) => join(deps.paths.root, 'workers', 'sandbox', name));
  const made = await runCommand(compiler, ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-fstack-protector-strong', '-shared', '-fPIC', ...options, ...files, '-ldl', '-o', `${target}.new`], { env: deps.env, signal: deps.signal });
  if (made.code !== 0) throw new SetupProblem('tfjs', `The ${what} did not compile: ${made.tail.find((line) => line.includes('error')) ?? made.tail.at(-1)}`, 'Read the message, repair it and start again.');
  renameSync(`${target}.new`, target);
}
