import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { createDatabase } from '../../db/createDatabase.ts';
import { createApp } from '../app.ts';
import { type Environment, readConfig } from '../config.ts';
import { UnchangedAnswers } from './unchangedAnswers.ts';
import { createLogger, type Logger } from '../lib/logger.ts';
import { Retention, type RetentionTimes } from '../operations/retention.ts';
import { openShared, type Services } from '../services.ts';
import { ChangeFeed } from '../submissions/changeFeed.ts';

export interface NodeServerOptions {
  /** Settings as `src/config.ts` lists them. */
  env: Environment;
  /** Go before HOST and PORT. Port 0 takes a free one. */
  host?: string;
  port?: number;
  logger?: Logger;
  /** When to forget what is old; once an hour without it. */
  retention?: RetentionTimes;
}

export interface NodeServer {
  host: string;
  port: number;
  /** Takes no more requests, gives running ones a moment, then closes the database. */
  close(): Promise<void>;
}

/** How long a running request may go on after `close`; event streams and waits do not end by themselves. */
const graceMs = 2000;

/** The API on this process: one pool of connections, and a listening one that tells of changed submissions. */
export async function startNodeServer({ env, host, port, logger, retention: times }: NodeServerOptions): Promise<NodeServer> {
  const config = readConfig(env);
  const log = logger ?? createLogger({ name: 'api', level: config.logLevel });
  const db = createDatabase({
    url: config.databaseUrl,
    poolMax: config.databasePoolMax,
    prepare: config.databasePrepare,
    deadlineMs: config.databaseDeadlineMs,
    applicationName: 'gradecheck api',
    onReplaced: (reason) => log.warn({ reason }, 'database connections replaced'),
  });
  const changes = await ChangeFeed.open(db, { pollMs: config.submissionPollMs, onError: (err) => log.warn({ err }, 'not listening for changes yet; polling') });
  const services: Services = { ...openShared(), db, changes, logger: log, config };
  const server = createServer(listenerFor(services));
  try {
    server.listen(port ?? config.port, host ?? config.host);
    await once(server, 'listening');
  } catch (error) {
    await Promise.all([changes.close(), db.close()]);
    throw error;
  }
  const retention = new Retention({ db, logger: log }, times);
  return {
    host: host ?? config.host,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await closeServer(server);
      await changes.close();
      await retention.close();
      await db.close();
    },
  };
}

/** The app, behind what needs no journey. Where exchanges are logged each, all of them make it. */
function listenerFor(services: Services): RequestListener {
  const unchanged = new UnchangedAnswers(services.metrics);
  const remember = (platform: unknown, operationId: string, headers: Record<string, string>) => unchanged.remember((platform as HttpBindings).incoming, operationId, headers);
  const app = createApp({ servicesFor: () => services, onUnchanged: services.logger.isLevelEnabled('debug') ? undefined : remember });
  const serve = getRequestListener(app.fetch);
  return (request, response) => {
    if (!unchanged.answer(request, response)) void serve(request, response);
  };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
