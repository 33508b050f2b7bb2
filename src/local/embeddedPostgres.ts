import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { initDataFolder } from './embedded/dataFolder.ts';
import { forgetStaleServer, readPostmaster } from './embedded/postmaster.ts';
import { findBinaries } from './embedded/binaries.ts';
import { chooseIdentity, type ServerIdentity } from './embedded/serverIdentity.ts';
import { databaseName, ownerRole, readState, writeState, type EmbeddedState } from './embedded/state.ts';
import { workerRole } from '../../db/workerRole.ts';

export interface EmbeddedPostgresOptions {
  /** Data folder; made when it is missing. The passwords lie beside it as `<dir>.json`, the server's log as `<dir>.log`. */
  dir: string;
  /** Default: the port of last time if it is free, else a free one. */
  port?: number;
  log?: (line: string) => void;
  /** Server settings over ours, `{ fsync: 'off' }`. For tests. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** The owner's address, with its password: may change tables, is no superuser. */
  url: string;
  /** The grading machines' address. Their role exists once `migrate` ran with `workerPassword`. */
  workerUrl: string;
  workerPassword: string;
  ownerPassword: string;
  port: number;
  /** True when another process had started the server: it belongs to that one, and `stop` leaves it alone. */
  adopted: boolean;
  /** Ends all sessions, writes everything down, waits for the end. */
  stop(): Promise<void>;
}

const readyWithinMs = 60_000;
const pollMs = 15;

/**
 * A real PostgreSQL in a child process, for a machine that has none.
 *
 * It listens on 127.0.0.1 only, and asks for a password, because strangers' programs run on this machine too. It dies
 * with us, even by kill -9, where the system can promise that (Linux); elsewhere the next start finds it and uses it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  const { dir } = options;
  mkdirSync(join(dir, '..'), { recursive: true });

  const state = readState(dir);
  const running = await findRunning(dir, state);
  if (running && state) {
    log(`Using the PostgreSQL that already runs on port ${running.port}.`);
    return describe(state, running.port, true, async () => {});
  }

  const binaries = await findBinaries();
  const identity = chooseIdentity(dir, binaries, log);
  const fresh = await initDataFolder(dir, identity, state, log);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort(attempt === 1 ? fresh.port : 0));
    try {
      const server = await launch(dir, identity, port, fresh, options.settings ?? {});
      writeState(dir, { ...fresh, port });
      return describe(fresh, port, false, () => stop(server));
    } catch (error) {
      // Between our look and the server's start somebody may have taken the port.
      if (!(error instanceof PortTakenError) || attempt === 3) throw error;
    }
  }
}

class PortTakenError extends Error {}

function describe(state: EmbeddedState, port: number, adopted: boolean, stopServer: () => Promise<void>): EmbeddedPostgres {
  const urlFor = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${databaseName}`;
  return {
    url: urlFor(ownerRole, state.ownerPassword),
    workerUrl: urlFor(workerRole, state.workerPassword),
    workerPassword: state.workerPassword,
    ownerPassword: state.ownerPassword,
    port,
    adopted,
    stop: stopServer,
  };
}

/** A server of this data folder that answers to our password; a lock file left by a dead one is removed. */
async function findRunning(dir: string, state: EmbeddedState | null): Promise<{ port: number } | null> {
  for (const until = Date.now() + 5000; ; ) {
    const postmaster = readPostmaster(dir);
    if (!postmaster) return null;
    if (!postmaster.alive) {
      forgetStaleServer(dir);
      return null;
    }
    if (state && postmaster.port !== null && (await answers(state, postmaster.port))) return { port: postmaster.port };
    if (Date.now() > until) {
      throw new Error(
        `Process ${postmaster.pid} is a PostgreSQL server on ${dir}, but does not answer. ` +
          `End it (kill -INT ${postmaster.pid}) and start again.`,
      );
    }
    await sleep(100); // it may be starting or stopping just now
  }
}

async function answers(state: EmbeddedState, port: number): Promise<boolean> {
  const sql = postgres({
    host: '127.0.0.1',
    port,
    user: ownerRole,
    password: state.ownerPassword,
    database: databaseName,
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
  });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function launch(
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
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.ref();
  server.kill('SIGINT');
  const late = setTimeout(() => server.kill('SIGQUIT'), 20_000);
  await ended;
  clearTimeout(late);
}

async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | null>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(null));
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : null));
      });
    });
  const port = (await tryPort(wanted)) ?? (await tryPort(0));
  if (port === null) throw new Error('No free port on 127.0.0.1.');
  return port;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
