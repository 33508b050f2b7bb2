import { migrate } from '../../db/migrate.ts';
import { workerUrlOf } from '../../db/workerRole.ts';
import { KeptPostgres } from './keptPostgres.ts';
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
  const kept = await KeptPostgres.start(paths.postgres, log);
  try {
    const { url, workerUrl, workerPassword } = kept.server;
    await migrate({ url, workerPassword });
    return { url, workerUrl, embedded: true, stop: () => kept.stop() };
  } catch (error) {
    await kept.stop();
    throw error;
  }
}
