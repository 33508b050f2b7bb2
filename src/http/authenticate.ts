import { ApiError } from '../errors/apiError.ts';
import type { Clock } from '../lib/clock.ts';
import type { Caller, Scope } from './caller.ts';

/** Finds out whose key this is; null when it is nobody's, or revoked. */
export type VerifyKey = (key: string) => Promise<Caller | null>;

export interface KeyCache {
  get(header: string): Caller | null | undefined;
  set(header: string, caller: Caller | null): void;
}

const entriesMax = 10_000;
/** Longer than any key with its scheme. */
const rememberedLength = 256;

/**
 * Remembers for a few seconds what a raw header meant, so that a warm request costs neither a hash nor a query. A revoked key works
 * for as long as it is remembered, in every process that saw it: the contract promises five seconds at most.
 */
export function createKeyCache({ clock, seconds }: { clock: Clock; seconds: number }): KeyCache {
  const known = new Map<string, { caller: Caller | null; until: number }>();
  return {
    get(header) {
      const entry = known.get(header);
      if (entry === undefined) return undefined;
      if (entry.until > clock.now()) return entry.caller;
      known.delete(header);
      return undefined;
    },
    set(header, caller) {
      // Without both bounds, somebody who tries keys would fill the memory. The oldest goes first.
      if (header.length > rememberedLength) return;
      if (known.size >= entriesMax) known.delete(known.keys().next().value!);
      known.set(header, { caller, until: clock.now() + seconds * 1000 });
    },
  };
}

const bearer = /^bearer +(\S+)$/i;

/** The caller, once the key is known to work and to have the scope. Throws 401 or 403. */
export function authenticate(cache: KeyCache, verify: VerifyKey, header: string | null, scope: Scope): Caller | Promise<Caller> {
  if (header === null) throw new ApiError('api_key_missing', { headers: { 'www-authenticate': 'Bearer realm="gradecheck"' } });
  const remembered = cache.get(header);
  return remembered === undefined ? verifyHeader(cache, verify, header, scope) : admit(remembered, scope);
}

async function verifyHeader(cache: KeyCache, verify: VerifyKey, header: string, scope: Scope): Promise<Caller> {
  const key = bearer.exec(header)?.[1];
  const caller = key === undefined ? null : await verify(key);
  cache.set(header, caller);
  return admit(caller, scope);
}

/** Unknown, misspelt and revoked keys are told apart nowhere: the difference would help only somebody who guesses. */
function admit(caller: Caller | null, scope: Scope): Caller {
  if (caller === null) {
    throw new ApiError('api_key_invalid', { headers: { 'www-authenticate': 'Bearer realm="gradecheck", error="invalid_token"' } });
  }
  if (!caller.scopes.has(scope)) {
    throw new ApiError('scope_missing', {
      detail: `This operation needs a key with the scope "${scope}".`,
      headers: { 'www-authenticate': `Bearer realm="gradecheck", error="insufficient_scope", scope="${scope}"` },
    });
  }
  return caller;
}
