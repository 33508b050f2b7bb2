import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLocalState, writeLocalState } from './localState.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradecheck-state-'));
  file = join(folder, 'local.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const state = { url: 'http://127.0.0.1:8787', api_key: 'gck_0123' };

it('is read as it was written, and only the owner may read it', () => {
  writeFileSync(file, '{}', { mode: 0o644 });
  writeLocalState(file, state);
  expect(readLocalState(file)).toEqual(state);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['local.json']);
});

it.each(['', '{"url": "http://1', '{"url": "http://127.0.0.1:1"}', '[]', 'null'])('takes %j for nothing', (text) => {
  writeFileSync(file, text);
  expect(readLocalState(file)).toBeUndefined();
});
