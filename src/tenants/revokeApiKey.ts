import type { Database } from '../../db/createDatabase.ts';
import { listApiKeys } from '../../db/queries/listApiKeys.ts';
import { revokeApiKey as storeRevocation } from '../../db/queries/revokeApiKey.ts';
import { ApiError } from '../errors/apiError.ts';

/** Ends a key of the tenant. Ending it twice is no error; ending another tenant's key is, as if it did not exist. */
export async function revokeApiKey(deps: { db: Database }, input: { tenantId: string; id: string; actor: string; requestId: string | null }): Promise<void> {
  const { tenantId, id } = input;
  if (await storeRevocation(deps.db, input)) return;
  const own = await listApiKeys(deps.db, { tenantId });
  if (!own.some((key) => key.id === id)) throw new ApiError('api_key_not_found', { detail: `There is no API key "${id}".` });
}
