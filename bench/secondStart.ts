import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, median, spread } from './support/figures.ts';
import { gradeCode, type Product, removeHome, root, startProduct } from '../tests/support/product.ts';

/** From a second `npm start` in the same folder to the first accepted verdict. */
export async function secondStart(_product: Product): Promise<Figure[]> {
  const solution = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/pytorch/split_and_transpose.py'), 'utf8');
  const first = await startProduct();
  await first.stop();
  const seconds: number[] = [];
  for (let n = 0; n < 3; n++) {
    const began = performance.now();
    const again = await startProduct(first.home);
    await gradeCode(again, 'channel-shuffle', 'pytorch', solution);
    seconds.push((performance.now() - began) / 1000);
    await again.stop();
  }
  removeHome(first.home);
  return [{ name: 'second start to first accepted verdict', value: median(seconds), unit: 's', bar: 6, direction: 'atMost', detail: spread(seconds) }];
}
