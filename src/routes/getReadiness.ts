import type { Handler } from '../http/handler.ts';
import { checkReadiness } from '../operations/checkReadiness.ts';
import type { Services } from '../services.ts';

/** `GET /readyz` */
export const getReadiness: Handler<'getReadiness', Services> = async (services) => ({ status: 200, body: { status: 'ready', checks: await checkReadiness(services) } });
