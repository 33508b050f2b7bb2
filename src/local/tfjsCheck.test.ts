import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureTfjs } from './ensureTfjs.ts';
import { localPaths, type LocalPaths } from './paths.ts';
import { silentProgress } from './progress.ts';
import { tfjsCheck } from './tfjsCheck.ts';
import { readTfjsManifest, type TfjsManifest } from './tfjsManifest.ts';

let paths: LocalPaths;
let manifest: TfjsManifest;
/** Plain JavaScript: nothing has to be downloaded for it. */
const env = { ...process.env, GRADECHECK_TFJS_BACKEND: 'cpu' };

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'gradecheck-tfjs-'));
  paths = { ...localPaths({}), home, build: join(home, 'build') };
  mkdirSync(paths.build);
  manifest = await ensureTfjs({ paths, env, progress: silentProgress });
}, 60_000);

afterAll(() => rmSync(paths.home, { recursive: true, force: true }));

function checkWith(changes: Partial<TfjsManifest>) {
  writeFileSync(join(paths.build, 'tfjs', 'manifest.json'), JSON.stringify({ ...manifest, ...changes }));
  return tfjsCheck({ paths, env });
}

test('a machine that was told to use another backend says what waits for the native one, and how to get it', () => {
  expect(readTfjsManifest(paths)?.backend).toBe('cpu');
  expect(checkWith({})).toMatchObject({ state: 'limited', found: expect.stringContaining('(cpu)'), follows: expect.stringContaining('gradients and training wait'), cure: expect.stringContaining('Unset GRADECHECK_TFJS_BACKEND.') });
});

test('one where it cannot be had says why, too', () => {
  expect(checkWith({ whyNotNative: 'There is no C++ compiler.' })).toMatchObject({ state: 'limited', follows: expect.stringMatching(/gradients and training wait.*There is no C\+\+ compiler\./) });
});

test('the native one is all there is to wish for', () => {
  for (const name of ['tfjs_binding.node', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) writeFileSync(join(paths.build, 'tfjs', name), '');
  expect(checkWith({ backend: 'native' })).toMatchObject({ state: 'ok' });
});
