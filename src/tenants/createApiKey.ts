import type { Database } from '../../db/createDatabase.ts';
import { insertApiKey } from '../../db/queries/insertApiKey.ts';
import { insertAudit } from '../../db/queries/insertAudit.ts';
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
  const { tenantId, name, scopes, actor, requestId } = input;
  const secret = newApiKeySecret();
  const row = await insertApiKey(deps.db, { id: newId('key'), tenantId, name, hint: secret.slice(-4), secretHash: await hashApiKey(secret), scopes });
  // After the insert: should the second call fail, the caller gets no secret, and a key whose secret nobody knows opens nothing.
  await insertAudit(deps.db, { tenantId, actor, requestId, action: 'api_key.created', subject: row.id, data: { name, scopes } });
  return { row, secret };
}
