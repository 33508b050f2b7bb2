import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../createDatabase.ts';
import { apiKeys } from '../schema/index.ts';

/** True when this call revoked the key; false when there is none of that id or it was revoked before. */
export async function revokeApiKey(db: Database, input: { tenantId: string; id: string }): Promise<boolean> {
  const rows = await db.run('revokeApiKey', ({ drizzle }) =>
    drizzle
      .update(apiKeys)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiKeys.id, input.id), eq(apiKeys.tenantId, input.tenantId), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id }),
  );
  return rows.length > 0;
}
