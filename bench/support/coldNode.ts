import { build } from 'esbuild';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../tests/support/product.ts';

/**
 * argv of a fresh jailed Node.js that starts a backend of TensorFlow.js and runs one answer. `buildFolder`: where set-up has
 * put the jail and the backend. The program is one file, as a cell's is: loading the packages file by file takes longer.
 */
export async function coldNodeCommand(buildFolder: string, backend: 'native' | 'wasm'): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gradecheck-cold-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755); // the jailed process has a uid of its own
  const program = join(folder, 'shuffle.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'bench', 'support', 'coldShuffle.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { '@tensorflow/tfjs': join(root, 'workers', 'runtimes', 'tfjs', 'cell', 'tensorflow.ts') },
    external: ['@tensorflow/tfjs-backend-webgpu'],
    logLevel: 'error',
  });
  const backendFiles = join(buildFolder, 'tfjs');
  const binds = [dirname(dirname(process.execPath)), folder, backendFiles].filter((path) => path !== '/usr');
  return [join(buildFolder, 'cellexec'), ...binds.flatMap((path) => ['--bind', path]), '--', process.execPath, program, backend, backendFiles];
}
