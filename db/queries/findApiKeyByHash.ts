import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Drizzle } from '../createDatabase.ts';
import type { ApiKeyRow } from '../rows.ts';
import { apiKeys } from '../schema/index.ts';
import { apiKeyColumns } from './apiKeyColumns.ts';

// Prepared: it runs in front of every request.
const statement = (drizzle: Drizzle) =>
  drizzle
    .select(apiKeyColumns)
    .from(apiKeys)
    .where(and(eq(apiKeys.secretHash, sql.placeholder('secretHash')), isNull(apiKeys.revokedAt)))
    .prepare('find_api_key_by_hash');

/** The key with this SHA-256, or null when there is none or it was revoked. */
export async function findApiKeyByHash(db: Database, input: { secretHash: Uint8Array }): Promise<ApiKeyRow | null> {
  const [row] = await db.run('findApiKeyByHash', (pool) => pool.prepared(statement).execute(input));
  return row ?? null;
}
