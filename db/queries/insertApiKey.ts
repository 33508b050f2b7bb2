import type { Database } from '../createDatabase.ts';
import type { ApiKeyRow, ApiKeyScope } from '../rows.ts';
import { apiKeys } from '../schema/index.ts';
import { apiKeyColumns } from './apiKeyColumns.ts';

export interface InsertApiKeyInput {
  id: string;
  tenantId: string;
  name: string;
  /** The last four characters of the key's text. */
  hint: string;
  /** SHA-256 of the key's text, 32 bytes. */
  secretHash: Uint8Array;
  scopes: ApiKeyScope[];
}

export async function insertApiKey(db: Database, input: InsertApiKeyInput): Promise<ApiKeyRow> {
  const [row] = await db.run('insertApiKey', ({ drizzle }) =>
    drizzle.insert(apiKeys).values(input).returning(apiKeyColumns),
  );
  return row!;
}
