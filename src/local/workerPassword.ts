import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './writeWhole.ts';

/**
 * The password of the workers' role for a database that was given by DATABASE_URL. It follows from the owner's password, so that every
 * machine with the same DATABASE_URL comes to the same one; were each to draw its own, the newest would lock the others out.
 * scrypt keeps a thief of the workers' password from guessing the owner's. A URL without a password has nothing to
 * follow from: then it is drawn once and kept in the state folder.
 */
export function workerPassword(databaseUrl: string, home: string): string {
  const url = new URL(databaseUrl);
  if (url.password) return scryptSync(decodeURIComponent(url.password), `gradecheck_worker ${url.username}`, 24).toString('base64url');
  const file = join(home, 'worker-password');
  if (!existsSync(file)) writeWhole(file, randomBytes(24).toString('base64url'));
  return readFileSync(file, 'utf8').trim();
}
