import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { localPaths } from '../local/paths.ts';
import { CommandFailed } from './exit.ts';

/**
 * `gradecheck questions preview`: a program of its own, run from its sources. It renders with packages that only authors install, so
 * nothing of it is bundled.
 */
export async function previewQuestions(id: string | undefined, options: { port?: string }): Promise<number> {
  const { root } = localPaths();
  if (!existsSync(join(root, 'node_modules', 'katex'))) throw new CommandFailed('The preview needs the packages for development. Run: npm install');
  if (options.port !== undefined && !/^\d{1,5}$/.test(options.port)) throw new CommandFailed(`"${options.port}" is no port.`);
  const args = ['--import', 'tsx', join(root, 'scripts', 'preview', 'main.ts'), ...(options.port === undefined ? [] : ['--port', options.port]), ...(id === undefined ? [] : [id])];
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: root });
    // Ctrl-C reaches both; a signal to this process alone must not leave the server behind.
    const pass = (signal: NodeJS.Signals) => void child.kill(signal);
    process.on('SIGTERM', pass);
    process.on('SIGINT', pass);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGTERM', pass);
      process.off('SIGINT', pass);
      done(code ?? 0);
    });
  });
}
