import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PipProgress } from './pipProgress.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradecheck-pip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('measures the wheel that is coming in', () => {
  const pip = new PipProgress(folder, () => undefined);
  pip.read('Collecting torch==2.13.0');
  expect(pip.describe()).toBe('looking for torch==2.13.0');
  pip.read('  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (2.0 kB)');
  mkdirSync(join(folder, 'pip-unpack-abc'));
  writeFileSync(join(folder, 'pip-unpack-abc', 'torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl'), Buffer.alloc(500));
  expect(pip.describe()).toBe('downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (2 kB) 25 %');
});

it('is not ended by what else pip keeps in its folder', () => {
  const pip = new PipProgress(folder, () => undefined);
  pip.read('  Downloading torch-2.13.0.whl (2.0 kB)');
  writeFileSync(join(folder, 'a-file-beside-the-folders'), '');
  expect(pip.describe()).toBe('downloading torch-2.13.0.whl (2 kB) 0 %');
});

it('says what needs no download', () => {
  const pip = new PipProgress(folder, () => undefined);
  pip.read('  Using cached numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.9 MB)');
  expect(pip.describe()).toBe('numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.9 MB) was already downloaded');
});

it('counts the packages that are unpacked to their last file', () => {
  const pip = new PipProgress(folder, () => folder);
  pip.read('Installing collected packages: typing-extensions, PyYAML, torch');
  for (const name of ['typing_extensions-4.1.dist-info', 'pyyaml-6.0.4.dist-info']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'typing_extensions-4.1.dist-info', 'RECORD'), '');
  expect(pip.describe()).toBe('unpacking 3 packages: 1 of 3, now PyYAML');
});
