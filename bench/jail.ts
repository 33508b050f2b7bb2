import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure } from './support/figures.ts';
import { isPrepared } from './support/preparedHome.ts';
import { python, root } from '../tests/support/product.ts';

/** The jail's own price: an answer in a cell with all layers against the same answer in a bare fork or, for a runtime that starts a program, a bare spawn. */
export async function jail(): Promise<Figure[]> {
  const figures = [price('pytorch', 'fork')];
  if (isPrepared('tfjs')) figures.push(price('tfjs', 'spawn'));
  else console.log('  SKIPPED tfjs: it is not prepared here; run "npx gradecheck setup --runtime tfjs".');
  return figures;
}

function price(runtime: string, kind: string): Figure {
  const run = spawnSync(python, ['-I', 'bench/jail.py', '--runtime', runtime, '--build', join(root, '.gradecheck', 'build')], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`bench/jail.py: ${run.stderr}`);
  const seen = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as { ratio: number; median_ms: Record<string, number> };
  return {
    name: `a ${runtime} cell with all layers against a bare ${kind}, on demand`,
    value: seen.ratio,
    unit: 'times',
    bar: 1.15,
    direction: 'atMost',
    detail: `medians: jailed ${seen.median_ms['all layers']!.toFixed(1)} ms, bare ${seen.median_ms['bare fork']!.toFixed(1)} ms`,
  };
}
