import pino from 'pino';

/** One line of JSON per event. Fields first, then a short sentence; an error goes under `err`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** For hot paths: do not build the fields of a line that nobody will see. */
  isLevelEnabled(level: 'debug' | 'info' | 'warn' | 'error'): boolean;
}

/** Writes to stderr: stdout belongs to what a program was asked to print. */
export function createLogger({ name, level = process.env.LOG_LEVEL ?? 'info' }: { name: string; level?: string }): Logger {
  return pino(
    {
      name,
      level,
      // Whatever carries a secret or a candidate's work stays out of the log, wherever a caller puts it.
      redact: { paths: ['authorization', 'key', 'secret', 'answer', 'files', 'headers.authorization', '*.authorization', '*.key', '*.secret', '*.answer', '*.files'], censor: '(withheld)' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  isLevelEnabled: () => false,
};
