import type { Database } from '../createDatabase.ts';

/**
 * Forgets keys older than `hours` (at least the 24 that the contract promises, default 48) and says how many; a key that
 * comes again afterwards is a new request. At most `atMost` of them (default 5000), the oldest first, so that no backlog
 * makes it miss its deadline: call it until it says less. Several may call it at once, none waits for another.
 */
export async function expireIdempotencyKeys(db: Database, input: { hours?: number; atMost?: number } = {}): Promise<number> {
  const hours = Math.max(24, input.hours ?? 48);
  const gone = await db.run(
    'expireIdempotencyKeys',
    ({ sql }) => sql`
      delete from gradecheck.idempotency_keys
      where ctid = any(array(
        select ctid from gradecheck.idempotency_keys
        where created_at < now() - make_interval(hours => ${hours}::int)
        order by created_at limit ${input.atMost ?? expireAtMost}::int
        for update skip locked
      ))`,
  );
  return gone.count;
}

export const expireAtMost = 5000;
