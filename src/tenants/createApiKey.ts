import type { Database } from '../../db/createDatabase.ts';
import { insertApiKey } from '../../db/queries/insertApiKey.ts';
import type { ApiKeyRow, ApiKeyScope } from '../../db/rows.ts';
import { newId } from '../lib/ids.ts';
import { hashApiKey, newApiKeySecret } from './apiKeySecret.ts';

export interface NewApiKey {
  tenantId: string;
  name: string;
  scopes: ApiKeyScope[];
  actor: string;
  requestId: string | null;
}

/** A new key with its secret, which nobody can read again. */
export async function createApiKey(deps: { db: Database }, input: NewApiKey): Promise<{ row: ApiKeyRow; secret: string }> {
  const secret = newApiKeySecret();
  const row = await insertApiKey(deps.db, { ...input, id: newId('key'), hint: secret.slice(-4), secretHash: await hashApiKey(secret) });
  return { row, secret };
}
