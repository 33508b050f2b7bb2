import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tests/support/product.ts';

const prepared = join(root, '.gradecheck');

/** A state folder of its own for one product, with what set-up prepared for this checkout: a bench must not touch the data of whoever works here. */
export function preparedHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'gradecheck-'));
  chmodSync(home, 0o711); // cells read what lies in it, under uids of their own
  mkdirSync(join(home, 'build', 'tfjs'), { recursive: true });
  if (existsSync(join(prepared, 'environments'))) symlinkSync(join(prepared, 'environments'), join(home, 'environments'));
  if (isPrepared('tfjs')) linkAll(join(prepared, 'build', 'tfjs'), join(home, 'build', 'tfjs'));
  return home;
}

export const isPrepared = (runtime: 'keras' | 'tfjs'): boolean =>
  existsSync(runtime === 'tfjs' ? join(prepared, 'build', 'tfjs', 'manifest.json') : join(prepared, 'environments', 'keras', 'bin', 'python'));

/** The large libraries are linked; what set-up writes anew is left out. */
function linkAll(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (name.startsWith('manifest')) continue;
    rmSync(join(to, name), { force: true });
    try {
      linkSync(join(from, name), join(to, name));
    } catch {
      cpSync(join(from, name), join(to, name)); // another file system
    }
  }
}
