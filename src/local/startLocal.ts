import { join } from 'node:path';
import { createDatabase, type Database } from '../../db/createDatabase.ts';
import { startNodeServer } from '../entry/node.ts';
import { ensureDevKey } from './ensureDevKey.ts';
import type { LogFile } from './fileLogger.ts';
import { portProblem } from './freePort.ts';
import { graderEnv } from './graderEnv.ts';
import { readLocalState } from './localState.ts';
import { type LocalDatabase, openLocalDatabase } from './openLocalDatabase.ts';
import type { LocalPaths } from './paths.ts';
import { type ServeSettings, urlOf } from './serveSettings.ts';
import { GraderSupervisor, type GraderWatch } from './superviseGrader.ts';

export interface StartLocalDeps {
  paths: LocalPaths;
  settings: ServeSettings;
  env: NodeJS.ProcessEnv;
  log: LogFile;
  graderWatch: GraderWatch;
}

/** Everything that runs on this machine, as one thing to stop. */
export interface RunningLocal {
  url: string;
  apiKey: string;
  database: { embedded: boolean };
  grader: GraderSupervisor | undefined;
  /** In order: no new work, the grader finishes or gives back, then the API, then the database. Each step is tried, whatever happened before. */
  stop(): Promise<void>;
  /** Kills the grader at once, so that `stop` has nothing to wait for. */
  force(): void;
}

/** Starts database, API and, with `grade`, the grader. What was started is stopped again when a later step fails. */
export async function startLocal(deps: StartLocalDeps, options: { grade: boolean }): Promise<RunningLocal> {
  const { paths, settings, log } = deps;
  const opened: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        log.logger.error({ err: error }, 'a part did not close');
      }
    }
  };
  try {
    const database = await openLocalDatabase(paths, settings, (line) => log.logger.info({}, line));
    opened.push(() => database.stop());
    const apiKey = await withDatabase(database, async (db) => ensureDevKey(db, readLocalState(paths.localState)?.api_key));
    const server = await listen(deps, database);
    opened.push(() => server.close());
    const grader = options.grade ? new GraderSupervisor({ script: join(paths.root, 'dist', 'grader.js'), env: graderEnv(deps.env, paths, database.workerUrl) }, deps.graderWatch) : undefined;
    if (grader) opened.push(() => grader.stop());
    return { url: urlOf(settings.host, server.port), apiKey, database, grader, stop, force: () => void grader?.stop(true) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen({ settings, env, log }: StartLocalDeps, database: LocalDatabase): Promise<Awaited<ReturnType<typeof startNodeServer>>> {
  try {
    return await startNodeServer({ env: { ...env, DATABASE_URL: database.url }, host: settings.host, port: settings.port, logger: log.logger });
  } catch (error) {
    throw portProblem(settings.host, settings.port, error as NodeJS.ErrnoException);
  }
}

async function withDatabase<T>(database: LocalDatabase, use: (db: Database) => Promise<T>): Promise<T> {
  const db = createDatabase({ url: database.url, poolMax: 1, applicationName: 'gradecheck start' });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}
