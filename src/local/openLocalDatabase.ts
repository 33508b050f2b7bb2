import { migrate } from '../../db/migrate.ts';
import { workerUrlOf } from '../../db/workerRole.ts';
import { startEmbeddedPostgres } from './embeddedPostgres.ts';
import type { LocalPaths } from './paths.ts';
import type { ServeSettings } from './serveSettings.ts';
import { SetupProblem } from './setupProblem.ts';
import { workerPassword } from './workerPassword.ts';

export interface LocalDatabase {
  /** As the owner: for the API. */
  url: string;
  /** As the role that reads no table: for the grader. */
  workerUrl: string;
  embedded: boolean;
  stop(): Promise<void>;
}

/** DATABASE_URL where it is set, else the embedded server of this checkout; migrated, and with a way in for workers. */
export async function openLocalDatabase(paths: LocalPaths, settings: ServeSettings, log: (line: string) => void): Promise<LocalDatabase> {
  return settings.databaseUrl ? openGiven(paths, settings.databaseUrl, settings.workerDatabaseUrl) : openEmbedded(paths, log);
}

async function openGiven(paths: LocalPaths, url: string, workerUrl: string | undefined): Promise<LocalDatabase> {
  // A worker address given from outside has a password that is somebody else's decision.
  const password = workerUrl ? undefined : workerPassword(url, paths.home);
  try {
    await migrate({ url, workerPassword: password });
  } catch (error) {
    throw new SetupProblem('database', `The database at DATABASE_URL cannot be used: ${error instanceof Error ? error.message : String(error)}.`.replace('..', '.'), 'Check that it runs and that the user may create schemas, or unset DATABASE_URL to use the embedded one.');
  }
  return { url, workerUrl: workerUrl ?? workerUrlOf(url, password!), embedded: false, stop: async () => {} };
}

async function openEmbedded(paths: LocalPaths, log: (line: string) => void): Promise<LocalDatabase> {
  const server = await startEmbeddedPostgres({ dir: paths.postgres, log });
  try {
    await migrate({ url: server.url, workerPassword: server.workerPassword });
    return { url: server.url, workerUrl: server.workerUrl, embedded: true, stop: async () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
