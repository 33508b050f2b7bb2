import { lt, sql } from 'drizzle-orm';
import type { Database } from '../createDatabase.ts';
import { idempotencyKeys } from '../schema/index.ts';

/**
 * Forgets keys older than `hours` (at least the 24 that the contract promises, default 48) and says how many.
 * A key that comes again afterwards is a new request.
 */
export async function expireIdempotencyKeys(db: Database, input: { hours?: number } = {}): Promise<number> {
  const hours = Math.max(24, input.hours ?? 48);
  const gone = await db.run('expireIdempotencyKeys', ({ drizzle }) =>
    drizzle
      .delete(idempotencyKeys)
      .where(lt(idempotencyKeys.createdAt, sql`now() - make_interval(hours => ${hours}::int)`)),
  );
  return gone.count;
}
