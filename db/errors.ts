/** The database did not answer in time. What was asked may still have happened: only a repeatable call may be tried again. */
export class DatabaseDeadlineError extends Error {
  override readonly name = 'DatabaseDeadlineError';
  readonly code = 'DATABASE_DEADLINE';

  constructor(what: string, deadlineMs: number) {
    super(`The database did not answer "${what}" within ${deadlineMs} ms. Check that it runs and is not overloaded.`);
  }
}

/** The stored data and the caller's request contradict each other in a way that only a bug can cause. */
export class DatabaseInvariantError extends Error {
  override readonly name = 'DatabaseInvariantError';
}

const unreachableCodes = new Set([
  'DATABASE_DEADLINE',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  '08000', // connection_exception
  '08003', // connection_does_not_exist
  '08006', // connection_failure
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up or shutting down
]);

/** The error's code, wherever a library wrapped it. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === 'string') return code;
  }
  return undefined;
}

/** True when the database could not be reached or was restarting: a client should hear 503, a loop should wait and go on. */
export function isDatabaseUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && unreachableCodes.has(code);
}
