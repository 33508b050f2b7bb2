import type { Handler } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { createApiKey as create } from '../tenants/createApiKey.ts';
import { viewApiKey } from '../tenants/viewApiKey.ts';

/** `POST /v1/api_keys` */
export const createApiKey: Handler<'createApiKey', Services> = async (services, { body, caller, requestId }) => {
  const { row, secret } = await create(services, { tenantId: caller.tenantId, name: body.name, scopes: body.scopes, actor: caller.keyId, requestId });
  return { status: 201, body: { ...viewApiKey(row), key: secret }, headers: { location: `/v1/api_keys/${row.id}` } };
};
