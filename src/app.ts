import { Hono } from 'hono';
import { isDatabaseUnreachable } from '../db/errors.ts';
import { ApiError } from './errors/apiError.ts';
import { operations, type OperationId } from './generated/operations.ts';
import { type ContractOptions, createContract } from './http/contract.ts';
import type { Handler } from './http/handler.ts';
import { respondUnready } from './http/respondUnready.ts';
import { respondToUnmatched } from './http/unmatched.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { cancelSubmission } from './routes/cancelSubmission.ts';
import { createApiKey } from './routes/createApiKey.ts';
import { createSubmission } from './routes/createSubmission.ts';
import { getDocs } from './routes/getDocs.ts';
import { getErrorDocs } from './routes/getErrorDocs.ts';
import { getHealth } from './routes/getHealth.ts';
import { getIsolationReport } from './routes/getIsolationReport.ts';
import { getMetrics } from './routes/getMetrics.ts';
import { getOpenapi } from './routes/getOpenapi.ts';
import { getQuestion } from './routes/getQuestion.ts';
import { getReadiness } from './routes/getReadiness.ts';
import { getSubmission } from './routes/getSubmission.ts';
import { listApiKeys } from './routes/listApiKeys.ts';
import { listQuestions } from './routes/listQuestions.ts';
import { listSubmissions } from './routes/listSubmissions.ts';
import { listTopics } from './routes/listTopics.ts';
import { regradeSubmission } from './routes/regradeSubmission.ts';
import { revokeApiKey } from './routes/revokeApiKey.ts';
import { streamSubmission } from './routes/streamSubmission.ts';
import type { Services } from './services.ts';
import { verifyApiKey } from './tenants/verifyApiKey.ts';

/** One route per operation of `openapi.yaml`: a missing one, or one too many, does not compile. */
const routes: { [Id in OperationId]: Handler<Id, Services> } = {
  listQuestions,
  getQuestion,
  listTopics,

  createSubmission,
  getSubmission,
  listSubmissions,
  cancelSubmission,
  regradeSubmission,
  streamSubmission,

  createApiKey,
  listApiKeys,
  revokeApiKey,

  getIsolationReport,
  getHealth,
  getReadiness,
  getMetrics,
  getOpenapi,
  getDocs,
  getErrorDocs,
};

export interface AppOptions {
  servicesFor(platform: unknown): Services;
  clock?: Clock;
  onUnchanged?: ContractOptions<Services>['onUnchanged'];
}

/**
 * The API as a `fetch` function. `servicesFor` gives the services of one request: the same ones where connections outlive requests, new ones
 * where they cannot. Each request makes the journey that `http/contract.ts` describes; what matches no route is a problem too.
 */
export function createApp({ servicesFor, clock = systemClock, onUnchanged }: AppOptions): Hono {
  const app = new Hono();
  const serve = createContract<Services>({
    servicesFor,
    respondUnready,
    clock,
    verifyKey: (services) => (key) => verifyApiKey(services, key),
    observe: ({ metrics }, operationId, status, seconds) => metrics.observe(operationId, status, seconds),
    loggerOf: ({ logger }) => logger,
    onUnchanged,
    translateError,
  });
  for (const id of Object.keys(routes) as OperationId[]) {
    const { method, path } = operations[id];
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), serve(id, routes[id] as Handler<OperationId, Services>));
  }
  app.notFound(respondToUnmatched);
  return app;
}

/** A database that is away is worth telling: the client can come again. */
function translateError(error: unknown): ApiError | undefined {
  return isDatabaseUnreachable(error) ? new ApiError('database_unavailable', { headers: { 'retry-after': '2' }, cause: error }) : undefined;
}
