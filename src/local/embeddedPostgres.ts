import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { workerRole } from '../../db/workerRole.ts';
import { answers } from './embedded/answers.ts';
import { findBinaries } from './embedded/binaries.ts';
import { initDataFolder } from './embedded/dataFolder.ts';
import { freePort } from './embedded/freePort.ts';
import { launchServer, PortTakenError, stopServer } from './embedded/launchServer.ts';
import { forgetStaleServer, readPostmaster } from './embedded/postmaster.ts';
import { chooseIdentity } from './embedded/serverIdentity.ts';
import { databaseName, ownerRole, readState, writeState, type EmbeddedState } from './embedded/state.ts';

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
  /** Settles when a server that we started is gone, with how it ended; never for an adopted one. */
  gone: Promise<string>;
  /** Ends all sessions, writes everything down, waits for the end. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL in a child process, for a machine that has none.
 *
 * It listens on 127.0.0.1 only, and asks for a password, because strangers' programs run on this machine too. It dies
 * with us, even by kill -9, where the system can promise that (Linux); elsewhere the next start finds it and uses it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  const { dir } = options;
  mkdirSync(dirname(dir), { recursive: true });

  const state = readState(dir);
  const running = await findRunning(dir, state);
  if (running && state) {
    log(`Using the PostgreSQL that already runs on port ${running.port}.`);
    return describe(state, running.port, true, new Promise<string>(() => {}), async () => {});
  }

  const binaries = await findBinaries();
  const identity = chooseIdentity(dir, binaries, log);
  const fresh = await initDataFolder(dir, identity, state, log);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort(attempt === 1 ? fresh.port : 0));
    try {
      const server = await launchServer(dir, identity, port, fresh, options.settings ?? {});
      const gone = new Promise<string>((resolve) => server.once('exit', (code, signal) => resolve(String(signal ?? code))));
      writeState(dir, { ...fresh, port });
      return describe(fresh, port, false, gone, () => stopServer(server));
    } catch (error) {
      // Between our look and the server's start somebody may have taken the port.
      if (!(error instanceof PortTakenError) || attempt === 3) throw error;
    }
  }
}

function describe(state: EmbeddedState, port: number, adopted: boolean, gone: Promise<string>, stop: () => Promise<void>): EmbeddedPostgres {
  const urlFor = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${databaseName}`;
  return {
    url: urlFor(ownerRole, state.ownerPassword),
    workerUrl: urlFor(workerRole, state.workerPassword),
    workerPassword: state.workerPassword,
    ownerPassword: state.ownerPassword,
    port,
    adopted,
    gone,
    stop,
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

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
