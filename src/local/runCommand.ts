import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface CommandResult {
  code: number | null;
  /** The last lines of both streams, for the sentence that reports a failure. */
  tail: string[];
  output: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  onLine?(line: string): void;
  input?: string;
}

const tailLines = 12;
const outputCharsMax = 4_000_000;

/** Runs a helper program to its end. It dies with us, also when we are killed with -9: a pip left alone would write into the environment that the next set-up is making. */
export async function runCommand(command: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program, programArgs] = tiedToUs(command, args, options.env ?? process.env);
  options.signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArgs, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // A group of its own, to be ended as a whole: pip and venv start programs of their own.
      detached: true,
    });
    const endGroup = () => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // it ended by itself, or never started
      }
    };
    options.signal?.addEventListener('abort', endGroup, { once: true });
    const tail: string[] = [];
    let output = '';
    const read = (line: string) => {
      if (tail.push(line) > tailLines) tail.shift();
      if (output.length < outputCharsMax) output += `${line}\n`;
      options.onLine?.(line);
    };
    createInterface({ input: child.stdout! }).on('line', read);
    createInterface({ input: child.stderr! }).on('line', read);
    if (child.stdin) {
      child.stdin.on('error', () => {}); // it ended without reading: its exit code tells
      child.stdin.end(options.input);
    }
    child.once('error', reject);
    child.once('close', (code) => {
      options.signal?.removeEventListener('abort', endGroup);
      if (options.signal?.aborted) reject(new DOMException(`${command} was stopped.`, 'AbortError'));
      else resolve({ code, tail, output });
    });
  });
}

/** Where `name` is found on the PATH, or undefined. */
export function findProgram(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function tiedToUs(command: string, args: string[], env: NodeJS.ProcessEnv): [string, string[]] {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv', env) : undefined;
  // setpriv would report a missing program as its own exit code 127; resolve the name here to keep ENOENT.
  const found = command.includes('/') ? command : findProgram(command, env);
  return setpriv && found && existsSync(found) ? [setpriv, ['--pdeathsig', 'KILL', found, ...args]] : [command, args];
}
