import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, median, spread } from './support/figures.ts';
import { sleep } from '../tests/support/sleep.ts';
import { gradeCode, type Product, root } from '../tests/support/product.ts';

/** How long an idle worker leaves a new job lying, by the database's clock: accept to claim. */
export async function enqueueToClaim(product: Product): Promise<Figure[]> {
  const solution = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/numpy/split_and_swap.py'), 'utf8');
  const queued: number[] = [];
  for (let n = 0; n < 40; n++) {
    const graded = await gradeCode(product, 'channel-shuffle', 'numpy', solution);
    if (n >= 5) queued.push(graded.timings_ms.queued!);
    await sleep(60 + (n % 7) * 10);
  }
  return [{ name: 'enqueue to claim, idle', value: median(queued), unit: 'ms', bar: 15, direction: 'atMost', detail: spread(queued) }];
}
