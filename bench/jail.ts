import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure } from './support/figures.ts';
import { type Product, python, root } from '../tests/support/product.ts';

/** The jail's own price: an answer in a cell with all layers against the same answer in a bare fork of the same zygote. */
export async function jail(product: Product): Promise<Figure[]> {
  const run = spawnSync(python, ['-I', 'bench/jail.py', '--runtime', 'pytorch', '--build', join(product.home, 'build')], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`bench/jail.py: ${run.stderr}`);
  const seen = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as { ratio: number; median_ms: Record<string, number> };
  return [
    {
      name: 'cell with all layers against a bare fork, on demand',
      value: seen.ratio,
      unit: 'times',
      bar: 1.2,
      direction: 'atMost',
      detail: `medians: jailed ${seen.median_ms['all layers']!.toFixed(1)} ms, bare ${seen.median_ms['bare fork']!.toFixed(1)} ms`,
    },
  ];
}
