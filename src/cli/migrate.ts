import { migrate } from '../../db/migrate.ts';
import { localPaths, makeHome } from '../local/paths.ts';
import { readServeSettings } from '../local/serveSettings.ts';
import { workerPassword } from '../local/workerPassword.ts';
import { CommandFailed } from './exit.ts';

/** `gradecheck migrate`: a deploy step. Changes nothing when nothing changed; several at once are safe. */
export async function migrateCommand(): Promise<number> {
  const { databaseUrl, workerDatabaseUrl } = readServeSettings(process.env);
  if (!databaseUrl) throw new CommandFailed('Set DATABASE_URL to the database to migrate. The embedded one is migrated by "npm start" itself.');
  const { home } = localPaths();
  makeHome(home);
  // With a worker address of its own the role's password is somebody else's decision.
  const password = workerDatabaseUrl ? undefined : workerPassword(databaseUrl, home);
  const { migrationsApplied, functionsInstalled } = await migrate({ url: databaseUrl, workerPassword: password });
  console.log(`${migrationsApplied} migrations applied; queue functions ${functionsInstalled ? 'installed' : 'unchanged'}.`);
  return 0;
}
