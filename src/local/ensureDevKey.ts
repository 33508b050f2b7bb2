import { createHash } from 'node:crypto';
import type { Database } from '../../db/createDatabase.ts';
import { ensureTenant } from '../../db/queries/ensureTenant.ts';
import { findApiKeyByHash } from '../../db/queries/findApiKeyByHash.ts';
import { insertApiKey } from '../../db/queries/insertApiKey.ts';
import type { ApiKeyScope } from '../../db/rows.ts';
import { newId, randomText } from '../lib/ids.ts';

const scopes: ApiKeyScope[] = ['read', 'submit', 'admin'];

/** The development key: the one at hand as long as the database knows it, so that scripts survive a restart; else a new one. */
export async function ensureDevKey(db: Database, known: string | undefined): Promise<string> {
  if (known !== undefined) {
    const row = await findApiKeyByHash(db, { secretHash: hashOf(known) });
    if (row && scopes.every((scope) => row.scopes.includes(scope))) return known;
  }
  const tenant = await ensureTenant(db, { name: 'local' });
  const key = `gck_${randomText(40)}`;
  await insertApiKey(db, { id: newId('key'), tenantId: tenant.id, name: 'local development', hint: key.slice(-4), secretHash: hashOf(key), scopes, actor: 'local', requestId: null });
  return key;
}

const hashOf = (key: string) => createHash('sha256').update(key).digest();
