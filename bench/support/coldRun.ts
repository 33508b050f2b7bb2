import { spawn, spawnSync } from 'node:child_process';
import { python, root } from '../../tests/support/product.ts';

/** argv of a fresh jailed Python that imports `module` and runs one answer; see bench/cold_python.py. */
export function coldPythonCommand(module: string, buildFolder: string): string[] {
  const ask = 'import sys, json, pathlib; sys.path.insert(0, "bench"); import cold_python; print(json.dumps(cold_python.command(sys.argv[1], pathlib.Path(sys.argv[2]))))';
  const told = spawnSync(python, ['-c', ask, module, buildFolder], { cwd: root, encoding: 'utf8' });
  if (told.status !== 0) throw new Error(`bench/cold_python.py: ${told.stderr}`);
  return JSON.parse(told.stdout) as string[];
}

/** One fresh process from start to end; it must succeed. */
export function coldRun(command: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`The fresh process ended with ${code}.`))));
  });
}
