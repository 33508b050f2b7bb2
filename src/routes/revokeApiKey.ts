import type { Handler } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { revokeApiKey as revoke } from '../tenants/revokeApiKey.ts';

/** `DELETE /v1/api_keys/{key_id}` */
export const revokeApiKey: Handler<'revokeApiKey', Services> = async (services, { path, caller, requestId }) => {
  await revoke(services, { tenantId: caller.tenantId, id: path.key_id, actor: caller.keyId, requestId });
  return { status: 204 };
};
