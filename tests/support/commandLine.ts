import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { python, root } from './product.ts';

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A running `gradecheck serve`, seen from outside. */
export interface Serving {
  child: ChildProcess;
  /** All that it has said so far, both streams. */
  said(): string;
  /** Waits until it has said something that fits. Throws, quoting it, when it ends first or stays silent. */
  until(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * The environment of a person's shell, with a state folder of the test's own and without its server's address. The runtimes
 * that are set up behind a running server are left out: each fresh folder would download them.
 */
export function shell(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { GRADECHECK_URL: _url, GRADECHECK_API_KEY: _key, DATABASE_URL: _db, WORKER_DATABASE_URL: _wdb, PORT: _port, ...rest } = process.env;
  return { ...rest, GRADECHECK_HOME: home, GRADECHECK_PYTHON: python, NO_COLOR: '1', GRADECHECK_TFJS: 'off', GRADECHECK_KERAS: 'off', ...more };
}

/** Runs one command to its end. */
export async function gradecheck(args: string[], env: NodeJS.ProcessEnv): Promise<Finished> {
  const child = start(args, env);
  const out = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...out() };
}

export function serve(env: NodeJS.ProcessEnv, command = 'serve'): Serving {
  const child = start([command], env);
  const out = collect(child);
  const gone = once(child, 'close').then(([code]) => code as number | null);
  const said = () => out().stdout + out().stderr;
  return {
    child,
    said,
    async until(pattern, withinMs = 60_000) {
      for (const deadline = Date.now() + withinMs; ; await sleep(25)) {
        const match = pattern.exec(said());
        if (match) return match;
        if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) throw new Error(`"${command}" did not say ${String(pattern)}; it said:\n${said()}`);
      }
    },
    async end(signal) {
      child.kill(signal);
      return gone;
    },
  };
}

const start = (args: string[], env: NodeJS.ProcessEnv) => spawn(process.execPath, ['bin/gradecheck.mjs', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });

function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  let stdout = '';
  let stderr = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return () => ({ stdout, stderr });
}
