import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tfjsIsFresh } from './ensureTfjs.ts';
import { localPaths, type LocalPaths } from './paths.ts';
import { silentProgress } from './progress.ts';
import { renewTfjs } from './renewTfjs.ts';
import { readTfjsManifest } from './tfjsManifest.ts';

let paths: LocalPaths;

beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'gradecheck-tfjs-'));
  paths = { ...localPaths({}), home, build: join(home, 'build') };
});

afterEach(() => rmSync(paths.home, { recursive: true, force: true }));

describe('renewTfjs', () => {
  it('leaves a machine alone on which TensorFlow.js was never prepared', async () => {
    await renew();
    expect(existsSync(join(paths.build, 'tfjs'))).toBe(false);
  });

  it('bundles anew what was made from other sources, and then leaves it alone; a WebGPU bundle of that age is dropped', async () => {
    preparedFromOlderSources();
    await renew();
    const manifest = readTfjsManifest(paths)!;
    expect(tfjsIsFresh({ paths, env: onProcessor }, manifest)).toBe(true);
    expect(readFileSync(join(paths.build, 'tfjs', 'cell.cjs'), 'utf8')).not.toBe('old');
    expect(existsSync(join(paths.build, 'tfjs', 'manifest-webgpu.json'))).toBe(false);
    writeFileSync(join(paths.build, 'tfjs', 'cell.cjs'), 'fresh');
    await renew();
    expect(readFileSync(join(paths.build, 'tfjs', 'cell.cjs'), 'utf8')).toBe('fresh');
  });

  it('does not offer an old bundle that cannot be made anew', async () => {
    preparedFromOlderSources();
    await renew({ ...onProcessor, GRADECHECK_TFJS_BACKEND: 'none of them' });
    expect(readTfjsManifest(paths)).toBeUndefined();
  });
});

/** Plain JavaScript: nothing has to be downloaded for it. */
const onProcessor = { ...process.env, GRADECHECK_TFJS_BACKEND: 'cpu' };
const renew = (env: NodeJS.ProcessEnv = onProcessor) => renewTfjs({ paths, env, progress: silentProgress });

function preparedFromOlderSources(): void {
  const folder = join(paths.build, 'tfjs');
  mkdirSync(folder, { recursive: true });
  const manifest = { stamp: 'of other sources', node: process.execPath, backend: 'cpu', version: '4.22.0 (cpu)', libraries: {}, readable: [folder] };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'manifest-webgpu.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'cell.cjs'), 'old');
}
