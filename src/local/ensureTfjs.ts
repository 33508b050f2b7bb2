import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildTfjsCell } from './buildTfjsCell.ts';
import { ensureTfjsAddon } from './ensureTfjsAddon.ts';
import type { LocalPaths } from './paths.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';
import { type TfjsBackend, type TfjsManifest, readTfjsManifest, tfjsBackends, tfjsFolder } from './tfjsManifest.ts';
import { writeWhole } from './writeWhole.ts';

export interface EnsureTfjsDeps {
  paths: LocalPaths;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal?: AbortSignal;
}

/** Another one makes set-up write the manifest anew. */
const layoutOfManifest = '3: options';

/** The wheel with TensorFlow's own libraries; `tensorflow==2.15.1` is the one with CUDA. */
const defaultWheel = `${process.arch === 'arm64' ? 'tensorflow-cpu-aws' : 'tensorflow-cpu'}==2.15.1`;

const wheelOf = (env: NodeJS.ProcessEnv) => env.GRADECHECK_TFJS_WHEEL ?? defaultWheel;

/**
 * Prepares the TensorFlow.js runtime: the program that runs inside its cells, and the best backend that works on this machine,
 * which the manifest then names. The first time it downloads 207 MB and compiles for some seconds; after that it looks at stamps.
 * Throws `SetupProblem` when not even the slowest backend works: then the runtime is not offered.
 */
export async function ensureTfjs(deps: EnsureTfjsDeps): Promise<TfjsManifest> {
  const folder = tfjsFolder(deps.paths);
  const known = readTfjsManifest(deps.paths);
  // A second choice is not the last word: next time a compiler or the network may be there.
  if (known && tfjsIsFresh(deps, known) && !known.whyNotNative) return known;
  const wanted = wantedBackend(deps.env);
  const stamp = inputsOf(deps);

  mkdirSync(folder, { recursive: true, mode: 0o755 });
  deps.progress.phase('TensorFlow.js cell');
  const hasBinding = existsSync(join(deps.paths.root, 'node_modules/@tensorflow/tfjs-node-gpu/src/nodejs_kernel_backend.ts'));
  await buildTfjsCell(deps, folder, hasBinding);
  deps.progress.done('bundled and compiled');
  const whyNotNative = wanted === undefined || wanted === 'native' ? await nativeProblem(deps, folder, hasBinding) : undefined;
  makeReadable(folder);
  const manifest = await firstThatWorks(deps, folder, wanted ? [wanted] : tfjsBackends, { wheel: wheelOf(deps.env), whyNotNative, stamp });
  writeWhole(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2), 0o644);
  return manifest;
}

/** Makes the native addon; in words what stands in its way, if anything does. */
async function nativeProblem(deps: EnsureTfjsDeps, folder: string, hasBinding: boolean): Promise<string | undefined> {
  if (!hasBinding) return 'The package @tensorflow/tfjs-node-gpu is not installed; "npm install" brings it.';
  try {
    await ensureTfjsAddon(deps, folder, wheelOf(deps.env));
    return undefined;
  } catch (error) {
    if (error instanceof SetupProblem) return `${error.message} ${error.cure}`;
    throw error;
  }
}

/** The one backend that a person insists on, if any. */
function wantedBackend(env: NodeJS.ProcessEnv): TfjsBackend | undefined {
  const wanted = env.GRADECHECK_TFJS_BACKEND || undefined;
  const found = tfjsBackends.find((backend) => backend === wanted);
  if (wanted && !found) throw new SetupProblem('tfjs', `GRADECHECK_TFJS_BACKEND is "${wanted}".`, `Set it to one of ${tfjsBackends.join(', ')}, or leave it out for the fastest that works.`);
  return found;
}

/** A cell has a uid of its own, and a person's umask may be strict. */
export function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), name.includes('.so') || name.endsWith('.node') ? 0o755 : 0o644);
}

/** Whether a manifest speaks of these sources, packages, settings and this Node.js, and its files are there. */
export function tfjsIsFresh(deps: Pick<EnsureTfjsDeps, 'paths' | 'env'>, manifest: TfjsManifest): boolean {
  return manifest.stamp === inputsOf(deps) && filesOf(manifest, tfjsFolder(deps.paths)).every((file) => existsSync(file));
}

/** Native, then wasm, then plain JavaScript: whichever really computes something in a process of its own. */
async function firstThatWorks(deps: EnsureTfjsDeps, folder: string, backends: readonly TfjsBackend[], about: { wheel: string; whyNotNative?: string; stamp: string }): Promise<TfjsManifest> {
  const failures: string[] = [];
  let whyNotNative = about.whyNotNative;
  deps.progress.phase('TensorFlow.js backend');
  for (const backend of backends) {
    if (backend === 'native' && whyNotNative) continue;
    deps.progress.status(`trying ${backend}`);
    const tried = await probe(deps, folder, backend);
    if (tried.ok) {
      deps.progress.done(describe(backend, whyNotNative));
      return { stamp: about.stamp, node: realpathSync(process.execPath), options: nodeOptions, backend, version: versionText(tried.tfjs, backend, about.wheel), libraries: librariesOf(tried.tfjs, backend, about.wheel), readable: readableFolders(folder), whyNotNative: backend === 'native' ? undefined : whyNotNative };
    }
    if (backend === 'native') whyNotNative = `The native backend was built but does not start: ${tried.error}`;
    failures.push(`${backend}: ${tried.error}`);
  }
  throw new SetupProblem('tfjs', `No backend of TensorFlow.js works here (${failures.join('; ') || whyNotNative}).`, 'The runtime tfjs is not offered; the others are. Repair what is named and run "npx gradecheck setup --runtime tfjs".');
}

interface Probed {
  tfjs: string;
  adapter?: { name: string; driver: string };
}

/** One helper thread for garbage collection and compilation. What V8 compiled is taken again only under the same options. */
export const nodeOptions = ['--v8-pool-size=1'];

/** Runs a bundle with one backend in a process of its own, outside of any jail. */
export async function probe(deps: EnsureTfjsDeps, folder: string, backend: TfjsBackend | 'webgpu', bundle = 'cell.cjs', more: NodeJS.ProcessEnv = {}): Promise<({ ok: true } & Probed) | { ok: false; error: string }> {
  const env = { TF_CPP_MIN_LOG_LEVEL: '3', PATH: deps.env.PATH, HOME: folder, ...more };
  const tried = await runCommand(process.execPath, [...nodeOptions, join(folder, 'start.cjs'), join(folder, bundle), backend, '--probe'], { env, cwd: folder, signal: deps.signal });
  const line = tried.tail.findLast((text) => text.startsWith('{'));
  if (tried.code === 0 && line) return { ok: true, ...(JSON.parse(line) as Probed) };
  return { ok: false, error: (tried.tail.find((text) => /error|cannot|failed/i.test(text)) ?? `exit code ${tried.code}`).trim() };
}

/** What the last bits of a result depend on. */
const librariesOf = (tfjs: string, backend: TfjsBackend, wheel: string): Record<string, string> => ({ tfjs, node: process.versions.node, ...(backend === 'native' ? { tensorflow: wheel.split('==')[1] ?? wheel } : {}) });

const versionText = (tfjs: string, backend: TfjsBackend, wheel: string) =>
  backend === 'native' ? `${tfjs} (native, TensorFlow ${wheel.split('==')[1]})` : `${tfjs} (${backend})`;

const describe = (backend: TfjsBackend, whyNotNative?: string) => (whyNotNative ? `${backend}, because native is not to be had: ${whyNotNative}` : backend);

/** What a cell must be able to read beside the system's libraries: this folder, and Node where it was not installed into /usr. */
export function readableFolders(folder: string): string[] {
  const node = dirname(dirname(realpathSync(process.execPath)));
  return node === '/usr' || node.startsWith('/usr/') ? [realpathSync(folder)] : [realpathSync(folder), node];
}

function filesOf(manifest: TfjsManifest, folder: string): string[] {
  const native = ['node-zygote.so', 'tfjs_binding.node', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  return ['start.cjs', 'cell.cjs', 'lock.node', ...(manifest.backend === 'native' ? native : [])].map((name) => join(folder, name));
}

/** Everything the result depends on, by content: file times say nothing in a fresh clone, and packages change with every `npm ci`. */
function inputsOf({ paths: { root }, env }: Pick<EnsureTfjsDeps, 'paths' | 'env'>): string {
  const settings = [layoutOfManifest, process.execPath, process.version, process.arch, wheelOf(env), env.GRADECHECK_TFJS_BACKEND ?? ''];
  const hash = createHash('sha256').update(`${settings.join(' ')}\n`);
  const sources = join(root, 'workers', 'runtimes', 'tfjs', 'cell');
  for (const name of readdirSync(sources).sort()) {
    if (statSync(join(sources, name)).isFile()) hash.update(`${name}\0`).update(readFileSync(join(sources, name)));
  }
  const sandbox = join(root, 'workers', 'sandbox');
  for (const name of readdirSync(sandbox).sort()) if (/\.[ch]$|^Makefile$/.test(name)) hash.update(`${name}\0`).update(readFileSync(join(sandbox, name)));
  for (const name of ['tfjs-core', 'tfjs-layers', 'tfjs-backend-cpu', 'tfjs-backend-wasm', 'tfjs-node-gpu']) {
    const description = join(root, 'node_modules', '@tensorflow', name, 'package.json');
    hash.update(existsSync(description) ? readFileSync(description) : 'absent');
  }
  return hash.digest('hex');
}
