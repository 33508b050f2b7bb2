import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleCell, webgpuPackage } from './buildTfjsCell.ts';
import { type EnsureTfjsDeps, makeReadable, nodeOptions, probe, readableFolders } from './ensureTfjs.ts';
import { runCommand } from './runCommand.ts';
import { SetupProblem } from './setupProblem.ts';
import { type TfjsManifest, readTfjsManifest, tfjsFolder } from './tfjsManifest.ts';
import { webgpuEnvironment } from './webgpuEnvironment.ts';
import { writeWhole } from './writeWhole.ts';

/** MIT (Dawn: BSD-3-Clause), and Apache-2.0. 150 MB, for a device that few want: not among the project's own packages. */
const packages = { webgpu: '0.6.2', [webgpuPackage]: '4.22.0' };

const bundle = 'cell-webgpu.cjs';

/** Beside the manifest of the processor. The judge offers the device when it is there. */
export interface WebgpuManifest extends Omit<TfjsManifest, 'backend'> {
  backend: 'webgpu';
  bundle: string;
  environment: Record<string, string>;
  device: { name: string; driver: string };
}

export const webgpuManifestFile = (paths: EnsureTfjsDeps['paths']) => join(tfjsFolder(paths), 'manifest-webgpu.json');

export function readWebgpuManifest(paths: EnsureTfjsDeps['paths']): WebgpuManifest | undefined {
  try {
    return JSON.parse(readFileSync(webgpuManifestFile(paths), 'utf8')) as WebgpuManifest;
  } catch {
    return undefined;
  }
}

/**
 * Prepares WebGPU as a second device of the TensorFlow.js runtime, on Mesa's software adapter: Dawn's binding and a bundle with the backend,
 * tried by a whole rehearsal. Throws `SetupProblem` when this machine has no adapter; the other devices are as before.
 */
export async function ensureWebgpu(deps: EnsureTfjsDeps): Promise<{ manifest: WebgpuManifest; isNew: boolean }> {
  const tfjs = readTfjsManifest(deps.paths);
  if (!tfjs) throw new SetupProblem('webgpu', 'TensorFlow.js itself is not prepared yet.', 'Run "npx gradecheck setup --runtime tfjs" first.');
  const folder = tfjsFolder(deps.paths);
  const stamp = createHash('sha256').update(`${JSON.stringify(packages)} ${tfjs.stamp}`).digest('hex');
  const known = readWebgpuManifest(deps.paths);
  if (known?.stamp === stamp && [bundle, 'dawn.node'].every((name) => existsSync(join(folder, name)))) return { manifest: known, isNew: false };

  const work = join(folder, 'webgpu-packages');
  rmSync(webgpuManifestFile(deps.paths), { force: true });
  try {
    await install(deps, work);
    await bundleCell(deps, join(folder, bundle), { external: ['@tensorflow/tfjs-node-gpu'], plugins: [fromFolder(work, deps.paths.root)] });
    copyFileSync(join(work, 'node_modules', 'webgpu', 'dist', `${process.platform}-${process.arch}`, 'dawn.node'), join(folder, 'dawn.node.new'));
    renameSync(join(folder, 'dawn.node.new'), join(folder, 'dawn.node'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  makeReadable(folder);
  deps.progress.phase('WebGPU adapter');
  const tried = await probe(deps, folder, 'webgpu', bundle, webgpuEnvironment);
  if (!tried.ok || !tried.adapter) {
    throw new SetupProblem('webgpu', `No WebGPU adapter works here: ${tried.ok ? 'it has no name' : tried.error}.`, 'Install Mesa with llvmpipe and EGL (Debian and Ubuntu: "apt-get install libegl1 libgl1-mesa-dri") and start again.');
  }
  deps.progress.done(tried.adapter.name);
  const manifest: WebgpuManifest = {
    stamp,
    node: realpathSync(process.execPath),
    options: nodeOptions,
    backend: 'webgpu',
    bundle,
    environment: webgpuEnvironment,
    version: `${tried.tfjs} (webgpu)`,
    readable: readableFolders(folder),
    libraries: { tfjs: tried.tfjs, webgpu: packages.webgpu!, node: process.versions.node },
    device: tried.adapter,
  };
  writeWhole(webgpuManifestFile(deps.paths), JSON.stringify(manifest, null, 2), 0o644);
  return { manifest, isNew: true };
}

async function install(deps: EnsureTfjsDeps, work: string): Promise<void> {
  deps.progress.phase('WebGPU packages');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeWhole(join(work, 'package.json'), JSON.stringify({ private: true, dependencies: packages }), 0o644);
  // No script of theirs runs: the binding for each platform lies in the package.
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--no-package-lock', '--prefix', work];
  const done = await runCommand('npm', options, { env: deps.env, cwd: work, signal: deps.signal, onLine: (line) => deps.progress.status(line) }).catch((error: unknown) => ({ code: 1, tail: [String(error)] }));
  if (done.code !== 0 || !existsSync(join(work, 'node_modules', 'webgpu'))) {
    throw new SetupProblem('webgpu', `npm could not install ${Object.entries(packages).map((pair) => pair.join('@')).join(' and ')}: ${done.tail.at(-1) ?? ''}`, "It used npm's own configuration; look at the network and start again.");
  }
  deps.progress.done(`${readdirSync(join(work, 'node_modules')).length} packages`);
}

/** The backend comes from there; what it needs of TensorFlow.js is the project's own, of which there must be one. */
function fromFolder(work: string, root: string): Plugin {
  const once = Symbol('once');
  return {
    name: 'webgpu',
    setup(build) {
      build.onResolve({ filter: /^@tensorflow\/tfjs-(core|backend-cpu|backend-webgpu)(\/|$)/ }, ({ path, kind, pluginData }) => {
        if (pluginData === once) return undefined;
        return build.resolve(path, { kind, resolveDir: path.startsWith(webgpuPackage) ? work : root, pluginData: once });
      });
    },
  };
}
