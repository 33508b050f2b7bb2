import type { Handler } from '../http/handler.ts';
import { isolationReport } from '../operations/isolationReport.ts';
import type { Services } from '../services.ts';

/** `GET /v1/isolation` */
export const getIsolationReport: Handler<'getIsolationReport', Services> = async (services) => ({ status: 200, body: { data: await isolationReport(services) } });
