import { handle } from 'hono/aws-lambda';
import { createDatabase } from '../../db/createDatabase.ts';
import { createApp } from '../app.ts';
import { type Environment, readConfig } from '../config.ts';
import { createLogger } from '../lib/logger.ts';
import { openShared, type Services } from '../services.ts';
import { pollingChanges } from '../submissions/submissionChanges.ts';

/** What differs from a long-lived process: a gateway that gives up after 30 s, a pooler in front of the database, no LISTEN. */
const defaults: Environment = {
  DATABASE_POOL_MAX: '2',
  DATABASE_PREPARE: 'false',
  SUBMISSION_POLL_MS: '250',
  WAIT_SECONDS_MAX: '25',
  STREAM_SECONDS_MAX: '20',
};

let services: Services | undefined;

/**
 * The API behind API Gateway (payload 2.0), a function URL or a load balancer. An instance answers one request at a time and is frozen in
 * between, so its few connections are kept and closed when they were idle. Responses are buffered: an event stream arrives at its end.
 */
export const handler = handle(createApp({ servicesFor: () => (services ??= openServices(process.env)) }));

function openServices(env: Environment): Services {
  const config = readConfig(env, defaults);
  const db = createDatabase({
    url: config.databaseUrl,
    poolMax: config.databasePoolMax,
    prepare: config.databasePrepare,
    deadlineMs: config.databaseDeadlineMs,
    idleSeconds: 20,
    applicationName: 'gradecheck api lambda',
  });
  return { ...openShared(), db, changes: pollingChanges(config.submissionPollMs), logger: createLogger({ name: 'api', level: config.logLevel }), config };
}
