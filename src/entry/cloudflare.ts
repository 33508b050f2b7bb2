import { createDatabase } from '../../db/createDatabase.ts';
import { createApp } from '../app.ts';
import { type Environment, readConfig } from '../config.ts';
import { createConsoleLogger } from '../lib/consoleLogger.ts';
import { openShared, type Services } from '../services.ts';
import { pollingChanges } from '../submissions/submissionChanges.ts';

/** Bindings of the Worker: settings as variables and secrets, and optionally Hyperdrive in place of DATABASE_URL. */
export type Bindings = { HYPERDRIVE?: { connectionString: string } } & Record<string, unknown>;

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void;
}

/** A pooler stands in front of the database, and a waiting request costs nothing but its own time. */
const defaults: Environment = {
  DATABASE_POOL_MAX: '3',
  DATABASE_PREPARE: 'false',
  SUBMISSION_POLL_MS: '250',
  WAIT_SECONDS_MAX: '25',
  STREAM_SECONDS_MAX: '60',
};

// Data only: what holds a connection must not outlive its request here.
let shared: ReturnType<typeof openShared> | undefined;

/** What one request has: its settings, and once it needs them its services. */
interface Platform {
  bindings: Bindings;
  services?: Services;
}

const app = createApp({ servicesFor: (platform) => openServices(platform as Platform) });

export default {
  /** One request with a database client of its own, because a socket belongs to the request that opened it. */
  async fetch(request: Request, bindings: Bindings, context: ExecutionContext): Promise<Response> {
    const platform: Platform = { bindings };
    const close = () => platform.services && context.waitUntil(platform.services.db.close());
    try {
      const response = await app.fetch(request, platform);
      if (response.body !== null && isStream(response)) return closeAfter(response, response.body, close);
      close();
      return response;
    } catch (error) {
      close();
      throw error;
    }
  },
};

function openServices(platform: Platform): Services {
  const config = readConfig(environmentOf(platform.bindings), defaults);
  shared ??= openShared();
  const db = createDatabase({
    url: config.databaseUrl,
    poolMax: config.databasePoolMax,
    prepare: config.databasePrepare,
    deadlineMs: config.databaseDeadlineMs,
    applicationName: 'gradecheck api worker',
  });
  const logger = createConsoleLogger({ name: 'api', level: config.logLevel });
  platform.services = { ...shared, db, changes: pollingChanges(config.submissionPollMs), logger, config };
  return platform.services;
}

function environmentOf(bindings: Bindings): Environment {
  const texts = Object.entries(bindings).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { ...Object.fromEntries(texts), ...(bindings.HYPERDRIVE === undefined ? {} : { DATABASE_URL: bindings.HYPERDRIVE.connectionString }) };
}

const isStream = (response: Response): boolean => response.headers.get('content-type')?.startsWith('text/event-stream') === true;

/** An event stream reads the database until its end, or until the client goes. A HEAD is answered like one, without any. */
function closeAfter(response: Response, stream: ReadableStream<Uint8Array>, close: () => void): Response {
  const reader = stream.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
        close();
      } else {
        controller.enqueue(value);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason);
      close();
    },
  });
  return new Response(body, response);
}
