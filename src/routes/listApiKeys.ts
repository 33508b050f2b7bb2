import type { Handler } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { listApiKeys as readApiKeys } from '../tenants/listApiKeys.ts';
import { viewApiKey } from '../tenants/viewApiKey.ts';

/** `GET /v1/api_keys` */
export const listApiKeys: Handler<'listApiKeys', Services> = async (services, { caller }) => {
  const rows = await readApiKeys(services, { tenantId: caller.tenantId });
  return { status: 200, body: { data: rows.map(viewApiKey) } };
};
