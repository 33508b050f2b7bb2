import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { challengeView } from '../../scripts/gen/questionBank/challengeView.ts';
import { checkChallenge } from '../../scripts/gen/questionBank/checkChallenge.ts';
import { readBank } from '../../scripts/gen/questionBank/readBank.ts';
import { repository } from './templateBank.ts';

const challenges = readBank(join(repository, 'questions')).flatMap((topic) => topic.challenges);
/** Where an adapter fetches a gradient, hands an optimiser over or compares one that was returned, answers go back through kernels that other backends lack. */
const goesBack = /grad|optimizer/i;

test('every question of tfjs about gradients or training asks for the backend that has them all, and no other does', () => {
  const inTfjs = challenges.filter(({ source }) => source.runtimes.tfjs);
  const asking = inTfjs.filter(({ source }) => source.runtimes.tfjs!.needs_backend === 'native').map(({ source }) => source.id);
  const goingBack = inTfjs.filter(({ files }) => goesBack.test(files.get('adapter/tfjs.ts')?.toString('utf8') ?? '')).map(({ source }) => source.id);
  expect(asking).toEqual(goingBack);
  expect(asking).toContain('kl-divergence');
  expect(asking).not.toContain('channel-shuffle');
});

test('everybody may see it, so that a client can tell what an answer waits for', () => {
  const loss = challenges.find(({ source }) => source.id === 'masked-loss')!;
  const needs = Object.fromEntries(challengeView('masked-select', loss).entries.map(({ runtime, needs_backend }) => [runtime, needs_backend]));
  expect(needs).toMatchObject({ tfjs: 'native', pytorch: null });
});

describe('a need that no worker could meet is refused:', () => {
  const loss = challenges.find(({ source }) => source.id === 'masked-loss')!;
  const said = (change: (yaml: string) => string) => {
    const files = new Map(loss.files);
    files.set('question.yaml', Buffer.from(change(files.get('question.yaml')!.toString('utf8'))));
    return checkChallenge('x', 'masked-loss', files).problems.map(({ problem }) => problem);
  };

  test('a backend that is none', () => {
    expect(said((yaml) => yaml)).toEqual([]);
    expect(said((yaml) => yaml.replace('needs_backend: native', 'needs_backend: wasm'))).not.toEqual([]);
  });

  test('a device on which it does not compute', () => {
    expect(said((yaml) => yaml.replace(/^limits:/m, 'device: { prefers: webgpu }\nlimits:'))).toEqual(['The backend native computes on the processor, and the question asks for webgpu.']);
    expect(said((yaml) => yaml.replace(/^limits:/m, 'device: { prefers: cpu }\nlimits:'))).toEqual([]);
  });
});
