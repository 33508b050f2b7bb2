import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { deviceChecks } from './deviceChecks.ts';
import { localPaths } from './paths.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The checks where a program answers in Python's place, and with or without the driver's node. */
async function checks(answer: string, { node = false, manifest }: { node?: boolean; manifest?: object } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'gradecheck-devices-'));
  folders.push(home);
  const python = join(home, 'python');
  writeFileSync(python, `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
  const paths = { ...localPaths(), build: join(home, 'build') };
  mkdirSync(join(paths.build, 'tfjs'), { recursive: true });
  if (manifest) writeFileSync(join(paths.build, 'tfjs', 'manifest-webgpu.json'), JSON.stringify(manifest));
  const found = await deviceChecks({ paths, env: process.env }, python, () => node);
  return Object.fromEntries(found.map((check) => [check.name.replace('device ', ''), check]));
}

const cpu = { type: 'cpu', name: 'A processor' };

test('no card is nothing to mend; a card is named with its driver', async () => {
  expect(await checks(JSON.stringify([cpu]))).toMatchObject({ cpu: { state: 'ok', found: 'A processor' }, cuda: { state: 'ok', found: expect.stringContaining('no NVIDIA card') } });
  const card = { type: 'cuda', name: 'A card (80 MiB)', driver: '570.1' };
  expect((await checks(JSON.stringify([cpu, card]), { node: true })).cuda).toMatchObject({ state: 'ok', found: expect.stringContaining('A card (80 MiB), driver 570.1') });
});

test('a driver that does not answer says what to do', async () => {
  expect((await checks(JSON.stringify([cpu]), { node: true })).cuda).toMatchObject({ state: 'limited', cure: expect.stringContaining('nvidia-smi') });
});

test('WebGPU is named once set-up has tried its adapter', async () => {
  expect((await checks('[]')).webgpu).toMatchObject({ state: 'limited', cure: expect.stringContaining('setup --device webgpu') });
  expect((await checks('[]', { manifest: { device: { name: 'llvmpipe', driver: 'Mesa 1' } } })).webgpu).toMatchObject({ state: 'ok', found: expect.stringContaining('llvmpipe (Mesa 1)') });
});

test('a probe that says nonsense is no device', async () => {
  expect((await checks('nonsense')).cpu).toMatchObject({ state: 'limited' });
});
