import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EnsureTfjsDeps, ensureTfjs, tfjsIsFresh } from './ensureTfjs.ts';
import { webgpuManifestFile } from './ensureWebgpu.ts';
import { SetupProblem } from './setupProblem.ts';
import { readTfjsManifest, tfjsFolder } from './tfjsManifest.ts';

/**
 * A bundle made from older sources still starts, but tells the judge less than it expects, and right answers are refused. So what
 * was prepared once is made anew before anything is graded with it; where that fails, the runtime is not offered. A WebGPU bundle
 * of the same age is dropped, and comes back with its own set-up. Nothing happens where TensorFlow.js was never prepared.
 */
export async function renewTfjs(deps: EnsureTfjsDeps): Promise<void> {
  const manifest = readTfjsManifest(deps.paths);
  if (!manifest || tfjsIsFresh(deps, manifest)) return;
  rmSync(webgpuManifestFile(deps.paths), { force: true });
  rmSync(join(tfjsFolder(deps.paths), 'manifest.json'));
  try {
    await ensureTfjs(deps);
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    deps.progress.done(`not offered: ${error.message} ${error.cure}`);
  }
}
