import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseRuntime, readAnswerFiles } from './readAnswerFiles.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradecheck-answer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes the first file solution.py and keeps the names of the others', () => {
  writeFileSync(join(folder, 'mine.py'), 'a = "通道"\n');
  writeFileSync(join(folder, 'helper.py'), '');
  expect(readAnswerFiles([join(folder, 'mine.py'), join(folder, 'helper.py')])).toEqual([
    { path: 'solution.py', content: 'a = "通道"\n' },
    { path: 'helper.py', content: '' },
  ]);
});

it('says what cannot be read, and what is not text', () => {
  expect(() => readAnswerFiles([join(folder, 'none.py')])).toThrow(/There is no file .*none\.py: name/);
  expect(() => readAnswerFiles([folder])).toThrow(/cannot be read \(EISDIR\): name a file/);
  writeFileSync(join(folder, 'bytes.py'), Buffer.from([0xff, 0xfe, 0x00]));
  expect(() => readAnswerFiles([join(folder, 'bytes.py')])).toThrow(/not UTF-8/);
});

describe('chooseRuntime', () => {
  it.each([
    ['what was asked for', 'a.py', ['pytorch', 'numpy'], 'numpy', 'numpy'],
    ['what the file name says', 'x/my_PyTorch_answer.py', ['pytorch', 'numpy'], undefined, 'pytorch'],
    ['the only one', 'a.py', ['pytorch'], undefined, 'pytorch'],
  ])('takes %s', (_, path, runtimes, wanted, expected) => {
    expect(chooseRuntime('q', runtimes, path, wanted)).toBe(expected);
  });

  it('asks where nothing decides', () => {
    expect(() => chooseRuntime('q', ['pytorch', 'numpy'], 'a.py', undefined)).toThrow('q can be answered in pytorch or numpy: say which with --runtime.');
  });
});
