import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';

const fileBytesMax = 20 * 1024 * 1024;

export interface LogFile {
  path: string;
  logger: pino.Logger;
  /** A line that another process wrote, as it is. */
  append(line: string): void;
}

/** The log of the one-command mode: a file, because the terminal belongs to the person. The one before is kept when it grew large. */
export function openLogFile(home: string, level = process.env.LOG_LEVEL ?? 'info'): LogFile {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'gradecheck.log');
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > fileBytesMax) renameSync(path, `${path}.old`);
  const destination = pino.destination({ dest: path, mode: 0o600, sync: true });
  const logger = pino({ name: 'api', level, redact: { paths: ['authorization', 'key', 'secret', 'answer', 'files', '*.authorization', '*.key', '*.secret', '*.answer', '*.files'], censor: '(withheld)' } }, destination);
  return { path, logger, append: (line) => void destination.write(`${line}\n`) };
}
