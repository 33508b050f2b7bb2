import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { challengeView } from '../../scripts/gen/questionBank/challengeView.ts';
import { readBank } from '../../scripts/gen/questionBank/readBank.ts';
import { makeTemplateBank } from './templateBank.ts';

/** The template's challenge with this line in its question.yaml, as everybody sees it. */
function deviceOf(line: string) {
  const { root, remove } = makeTemplateBank(undefined);
  try {
    const file = join(root, 'my-topic', 'my-challenge', 'question.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^limits:/m, `${line}\nlimits:`));
    const [topic] = readBank(root);
    return challengeView('my-topic', topic!.challenges[0]!).device;
  } finally {
    remove();
  }
}

test.each([
  ['', null],
  ['device: { needs: cpu }', { type: 'cpu', required: true }],
  ['device: { prefers: cpu }', { type: 'cpu', required: false }],
])('question.yaml with "%s"', (line, device) => {
  expect(deviceOf(line)).toEqual(device);
});

test.each(['device: { needs: abacus }', 'device: {}', 'device: { needs: cpu, prefers: cpu }', 'device: { prefers: cuda }'])('is refused: %s', (line) => {
  expect(() => deviceOf(line)).toThrow(/device/);
});
