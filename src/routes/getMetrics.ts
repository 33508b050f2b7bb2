import { ApiError } from '../errors/apiError.ts';
import type { Handler } from '../http/handler.ts';
import { equalInConstantTime } from '../lib/equalInConstantTime.ts';
import { collectMetrics } from '../operations/collectMetrics.ts';
import type { Services } from '../services.ts';

/** `GET /metrics` */
export const getMetrics: Handler<'getMetrics', Services> = async (services, { request }) => {
  const { metricsToken } = services.config;
  if (metricsToken !== undefined && !equalInConstantTime(request.headers.get('authorization') ?? '', `Bearer ${metricsToken}`)) {
    throw new ApiError('api_key_invalid', { detail: 'The metrics token is missing or wrong.', headers: { 'www-authenticate': 'Bearer realm="metrics"' } });
  }
  return { status: 200, text: await collectMetrics(services), headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } };
};
