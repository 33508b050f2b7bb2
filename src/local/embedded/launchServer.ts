import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { answers } from './answers.ts';
import { readPostmaster } from './postmaster.ts';
import type { ServerIdentity } from './serverIdentity.ts';
import type { EmbeddedState } from './state.ts';

const readyWithinMs = 60_000;
const pollMs = 15;

export class PortTakenError extends Error {}

/** Starts the server as a child and waits until it answers. Its messages go to `<dir>.log`. */
export async function launchServer(
  dir: string,
  identity: ServerIdentity,
  port: number,
  state: EmbeddedState,
  settings: Record<string, string>,
): Promise<ChildProcess> {
  const logFile = `${dir}.log`;
  if (existsSync(logFile) && statSync(logFile).size > 8 * 1024 * 1024) truncateSync(logFile);
  const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
  const logHandle = openSync(logFile, 'a', 0o600);
  const wanted: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    shared_buffers: '64MB',
    max_connections: '100',
    logging_collector: 'off',
    ...settings,
  };
  const command = identity.command(
    'postgres',
    ['-D', dir, ...Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { dieWithUs: true },
  );
  const server = spawn(command.file, command.args, {
    cwd: dir,
    env: command.env,
    stdio: ['ignore', logHandle, logHandle],
    // A process group of its own: Ctrl-C in the terminal reaches us alone, and we stop it in good order.
    detached: true,
    ...command.ids,
  });
  closeSync(logHandle);
  let failure: string | null = null;
  server.once('error', (error) => (failure = error.message));
  server.once('exit', (code, signal) => (failure ??= `it ended with ${signal ?? code}`));

  for (const until = Date.now() + readyWithinMs; ; ) {
    if (failure !== null) {
      const said = readFileSync(logFile, 'utf8').slice(logStart).trim().split('\n').slice(-6).join('\n');
      if (/Address already in use/.test(said)) throw new PortTakenError(`Port ${port} is taken.`);
      throw new Error(`PostgreSQL did not start: ${failure}. The end of ${logFile} says:\n${said}`);
    }
    const postmaster = readPostmaster(dir);
    if (postmaster?.ready && postmaster.pid === server.pid && (await answers(state, port))) break;
    if (Date.now() > until) {
      server.kill('SIGQUIT');
      throw new Error(`PostgreSQL did not answer within ${readyWithinMs / 1000} s. See ${logFile}.`);
    }
    await sleep(pollMs);
  }
  server.unref();
  return server;
}

/** Fast shutdown: open transactions are rolled back, sessions closed, and everything is on disk when it ends. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.ref();
  server.kill('SIGINT');
  const late = setTimeout(() => server.kill('SIGQUIT'), 20_000);
  await ended;
  clearTimeout(late);
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
