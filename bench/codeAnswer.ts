import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compete } from './support/contest.ts';
import type { Figure } from './support/figures.ts';
import { coldPythonCommand, coldRun } from './support/coldRun.ts';
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
  return compete({
    names: { one: 'accepted channel-shuffle over HTTP, one client, against a fresh jailed python3 that imports torch', two: 'the same, two clients, jobs per second' },
    bars: { one: 80, two: 30 },
    ours,
    theirs,
    pauseMs: 150,
    rounds: 7,
    answers: { one: 8, two: 40 },
  });
}

/** What the fresh process runs: the same answer, on an input as large as the judge's larger ones, checked in the process itself. */
const check = `
import torch
x = torch.arange(2 * 12 * 3 * 4).reshape(2, 12, 3, 4)
y = channel_shuffle(x, 3)
assert all((y[:, j * 3 + i] == x[:, i * 4 + j]).all() for i in range(3) for j in range(4))
`;
