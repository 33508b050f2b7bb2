import type { Handler } from '../http/handler.ts';
import type { Services } from '../services.ts';

/** `GET /healthz` */
export const getHealth: Handler<'getHealth', Services> = () => ({ status: 200, body: { status: 'ok' } });
