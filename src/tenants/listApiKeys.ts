import type { Database } from '../../db/createDatabase.ts';
import { listApiKeys as selectApiKeys } from '../../db/queries/listApiKeys.ts';
import type { ApiKeyRow } from '../../db/rows.ts';

/** All keys of a tenant, the oldest first, the revoked ones too. */
export const listApiKeys = (deps: { db: Database }, input: { tenantId: string }): Promise<ApiKeyRow[]> => selectApiKeys(deps.db, input);
