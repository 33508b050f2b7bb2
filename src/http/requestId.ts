import { randomText } from '../lib/ids.ts';

const acceptable = /^[A-Za-z0-9._-]{1,64}$/;

// Made at the first request: some runtimes forbid randomness while a module is being loaded.
let prefix = '';
let count = 0;

/** The caller's own id when it is fit for a log line, else a new one: unique by a random prefix and a count, which is cheaper than a draw each. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('request-id');
  if (given !== null && acceptable.test(given)) return given;
  return nextRequestId();
}

export function nextRequestId(): string {
  if (prefix === '') prefix = `req_${randomText(12)}`;
  return prefix + (count++).toString(36).padStart(5, '0');
}
