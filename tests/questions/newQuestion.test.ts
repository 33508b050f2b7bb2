import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBank } from '../../scripts/gen/questionBank/readBank.ts';
import { newQuestion } from '../../src/cli/newQuestion.ts';
import { repository } from './templateBank.ts';

const root = mkdtempSync(join(tmpdir(), 'gradecheck-new-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
for (const name of ['_template', '_topic']) cpSync(join(repository, 'questions', name), join(root, 'questions', name), { recursive: true });

test('a new question is a valid bank at once, with a topic of its own', () => {
  newQuestion('tensor-basics/clamp-values', root);
  const [topic] = readBank(join(root, 'questions'));
  expect(topic).toMatchObject({ source: { id: 'tensor-basics' }, items: [{ id: 'tensor-basics-first-item' }], challenges: [{ source: { id: 'clamp-values' } }] });
});

test('a second question leaves the topic as it is', () => {
  const before = readFileSync(join(root, 'questions/tensor-basics/topic.yaml'), 'utf8');
  newQuestion('tensor-basics/other-values', root);
  expect(readFileSync(join(root, 'questions/tensor-basics/topic.yaml'), 'utf8')).toBe(before);
  expect(readBank(join(root, 'questions'))[0]!.challenges).toHaveLength(2);
});

test('an id is never used twice', () => {
  expect(() => newQuestion('elsewhere/clamp-values', root)).toThrow(/already a question clamp-values/);
});
