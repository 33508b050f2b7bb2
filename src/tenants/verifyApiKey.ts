import type { Database } from '../../db/createDatabase.ts';
import { findApiKeyByHash } from '../../db/queries/findApiKeyByHash.ts';
import { touchApiKey } from '../../db/queries/touchApiKey.ts';
import type { ApiKeyScope } from '../../db/rows.ts';
import { hashApiKey, looksLikeApiKey } from './apiKeySecret.ts';

export interface KeyHolder {
  tenantId: string;
  keyId: string;
  scopes: ReadonlySet<ApiKeyScope>;
}

/** Whose key this is; null when it is nobody's, or revoked. The lookup is by hash, so its duration says nothing about stored keys. */
export async function verifyApiKey(deps: { db: Database }, secret: string): Promise<KeyHolder | null> {
  if (!looksLikeApiKey(secret)) return null;
  const row = await findApiKeyByHash(deps.db, { secretHash: await hashApiKey(secret) });
  if (row === null) return null;
  await touchApiKey(deps.db, { id: row.id }); // writes at most once a minute
  return { tenantId: row.tenantId, keyId: row.id, scopes: new Set(row.scopes) };
}
