import { asc, eq } from 'drizzle-orm';
import type { Database } from '../createDatabase.ts';
import type { ApiKeyRow } from '../rows.ts';
import { apiKeys } from '../schema/index.ts';
import { apiKeyColumns } from './apiKeyColumns.ts';

/** All keys of a tenant, oldest first, the revoked ones too. */
export async function listApiKeys(db: Database, input: { tenantId: string }): Promise<ApiKeyRow[]> {
  return db.run('listApiKeys', ({ drizzle }) =>
    drizzle
      .select(apiKeyColumns)
      .from(apiKeys)
      .where(eq(apiKeys.tenantId, input.tenantId))
      .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id)),
  );
}
