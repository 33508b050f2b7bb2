import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, median, spread, timed } from './support/figures.ts';
import { gradeCode, type Product, python, root } from '../tests/support/product.ts';

/**
 * An accepted `channel-shuffle` over HTTP against what graders usually do: a fresh jailed `python3` that imports torch and
 * runs the same answer. One client, then two; both sides in turn within one run.
 */
export async function codeAnswer(product: Product): Promise<Figure[]> {
  const file = join(root, 'questions/channel-shuffle/channel-shuffle/solutions/reshape.pytorch.py');
  const solution = readFileSync(file, 'utf8');
  const ours = () => gradeCode(product, 'channel-shuffle', 'pytorch', solution);
  const theirs = () => coldRun(file);
  for (let n = 0; n < 8; n++) await ours();
  await theirs();

  const warm: number[] = [];
  const cold: number[] = [];
  for (let round = 0; round < 7; round++) {
    cold.push(await timed(theirs));
    for (let n = 0; n < 8; n++) warm.push(await timed(ours));
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

/** Two clients, each doing `each` jobs one after the other. */
async function jobsPerSecond(job: () => Promise<unknown>, each: number): Promise<number> {
  const client = async () => {
    for (let n = 0; n < each; n++) await job();
  };
  const ms = await timed(() => Promise.all([client(), client()]));
  return (2 * each * 1000) / ms;
}

function coldRun(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['bench/cold_python.py', file], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`bench/cold_python.py ended with ${code}`))));
  });
}
