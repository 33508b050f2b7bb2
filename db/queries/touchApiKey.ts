import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Drizzle } from '../createDatabase.ts';
import { apiKeys } from '../schema/index.ts';

const statement = (drizzle: Drizzle) =>
  drizzle
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiKeys.id, sql.placeholder('id')),
        or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, sql`now() - interval '1 minute'`)),
      ),
    )
    .prepare('touch_api_key');

/** Notes that the key was used; at most one write a minute, so that a busy key is not a hot row. */
export async function touchApiKey(db: Database, input: { id: string }): Promise<void> {
  await db.run('touchApiKey', (pool) => pool.prepared(statement).execute(input));
}
