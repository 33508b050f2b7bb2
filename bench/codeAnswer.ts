import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, median, spread, timed } from './support/figures.ts';
import { sleep } from '../tests/support/sleep.ts';
import { coldPythonCommand, coldRun } from './support/coldRun.ts';
import { jobsPerSecond } from './support/pace.ts';
import { gradeCode, type Product, root } from '../tests/support/product.ts';

/**
 * An accepted `channel-shuffle` over HTTP against what graders usually do: a fresh jailed `python3` that imports torch and
 * runs the same answer. One client, then two; both sides in turn within one run.
 */
export async function codeAnswer(product: Product): Promise<Figure[]> {
  const solution = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/pytorch/split_and_transpose.py'), 'utf8');
  const ours = () => gradeCode(product, 'channel-shuffle', 'pytorch', solution);
  const command = [...coldPythonCommand('torch', join(product.home, 'build')).slice(0, -1), solution + check];
  const theirs = () => coldRun(command);
  for (let n = 0; n < 8; n++) await ours();
  await theirs();

  const warm: number[] = [];
  const cold: number[] = [];
  for (let round = 0; round < 7; round++) {
    cold.push(await timed(theirs));
    for (let n = 0; n < 8; n++) {
      await sleep(150); // one person's pace: a waiting cell is there again
      warm.push(await timed(ours));
    }
  }

  const warmRate: number[] = [];
  const coldRate: number[] = [];
  for (let round = 0; round < 3; round++) {
    coldRate.push(await jobsPerSecond(theirs, 3));
    warmRate.push(await jobsPerSecond(ours, 40));
  }
  return [
    {
      name: 'accepted channel-shuffle over HTTP, one client, against a fresh jailed python3 that imports torch',
      value: median(cold) / median(warm),
      unit: 'times',
      bar: 80,
      direction: 'atLeast',
      detail: `ours ms: ${spread(warm)}; fresh ms: ${spread(cold)}`,
    },
    {
      name: 'the same, two clients, jobs per second',
      value: median(warmRate) / median(coldRate),
      unit: 'times',
      bar: 30,
      direction: 'atLeast',
      detail: `ours ${median(warmRate).toFixed(1)}/s, fresh ${median(coldRate).toFixed(2)}/s`,
    },
  ];
}

/** What the fresh process runs: the same answer, on an input as large as the judge's larger ones, checked in the process itself. */
const check = `
import torch
x = torch.arange(2 * 12 * 3 * 4).reshape(2, 12, 3, 4)
y = channel_shuffle(x, 3)
assert all((y[:, j * 3 + i] == x[:, i * 4 + j]).all() for i in range(3) for j in range(4))
`;
