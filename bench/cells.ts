import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure } from './support/figures.ts';
import { isPrepared } from './support/preparedHome.ts';
import { python, root } from '../tests/support/product.ts';

/** What cells cost, by bench/cells.py: a further case, four warm runtimes in memory, and what native kernels give. */
export async function cells(): Promise<Figure[]> {
  const extra = ask('extra_case');
  const figures: Figure[] = [
    {
      name: 'one case more in the same cell, 2 MiB in and out: CPU of judge and cell',
      value: extra.cell_ms! + extra.judge_ms!,
      unit: 'ms',
      bar: 6,
      direction: 'atMost',
      detail: `cell ${extra.cell_ms!.toFixed(2)}, judge ${extra.judge_ms!.toFixed(2)}, mean of ${extra.cases} cases`,
    },
  ];
  if (!isPrepared('tfjs') || !isPrepared('keras')) {
    console.log('  SKIPPED memory of four runtimes, and native kernels: run "npx gradecheck setup --runtime keras" and "--runtime tfjs".');
    return figures;
  }
  const memory = ask('memory');
  const native = ask('native');
  return [
    ...figures,
    {
      name: 'four warm runtimes with two waiting cells each, PSS',
      value: Object.values(memory).reduce((sum, mb) => sum + mb, 0),
      unit: 'MB',
      bar: 2500,
      direction: 'atMost',
      detail: Object.entries(memory).map(([name, mb]) => `${name} ${mb.toFixed(0)}`).join(', '),
    },
    {
      name: 'TensorFlow.js in a cell: native kernels against plain JavaScript, 3×3 convolution of 64 to 64 channels',
      value: native.cpu_ms! / native.native_ms!,
      unit: 'times',
      bar: 20,
      direction: 'atLeast',
      detail: `native ${native.native_ms!.toFixed(1)} ms, JavaScript ${native.cpu_ms!.toFixed(0)} ms`,
    },
  ];
}

function ask(what: string): Record<string, number> {
  const run = spawnSync(python, ['-I', 'bench/cells.py', what, '--build', join(root, '.gradecheck', 'build')], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`bench/cells.py ${what}: ${run.stderr}`);
  return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Record<string, number>;
}
