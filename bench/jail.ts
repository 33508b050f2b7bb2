import { spawnSync } from 'node:child_process';
import { type Figure } from './support/figures.ts';
import { type Product, python, root } from '../tests/support/product.ts';

/** The jail's own price: an answer in a cell with all layers against the same answer in a bare fork of the same zygote. */
export async function jail(_product: Product): Promise<Figure[]> {
  const run = spawnSync(python, ['bench/jail.py', '--json'], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`bench/jail.py: ${run.stderr}`);
  const seen = JSON.parse(run.stdout) as { ratio: number; jailed_ms: number; bare_ms: number; n: number };
  return [
    {
      name: 'cell with all layers against a bare fork, on demand',
      value: seen.ratio,
      unit: 'times',
      bar: 1.2,
      direction: 'atMost',
      detail: `jailed ${seen.jailed_ms.toFixed(1)} ms, bare ${seen.bare_ms.toFixed(1)} ms, n=${seen.n}`,
    },
  ];
}
