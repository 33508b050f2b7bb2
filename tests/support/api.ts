import type { Hono } from 'hono';
import createClient, { type Client } from 'openapi-fetch';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../db/createDatabase.ts';
import { claimJobs } from '../../db/queue/claimJobs.ts';
import { completeJob } from '../../db/queue/completeJob.ts';
import type { ApiKeyScope } from '../../db/rows.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { paths } from '../../src/generated/api.d.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import type { Offer } from '../../src/protocol/devices.ts';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import type { JudgeReport } from '../../src/protocol/judgeReport.ts';
import { openShared, type Services } from '../../src/services.ts';
import { ChangeFeed } from '../../src/submissions/changeFeed.ts';
import { createApiKey } from '../../src/tenants/createApiKey.ts';
import { makeTenant, onCpu } from './databaseFixtures.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export interface TestApi {
  app: Hono;
  services: Services;
  db: Database;
  database: TestDatabase;
  /** A tenant with a key of all scopes. */
  tenantId: string;
  key: string;
  client: Client<paths>;
  /** Moved by tests that are about time; everything the app remembers goes by it. */
  clock: { now(): number; forward(ms: number): void };
  newTenant(): Promise<{ tenantId: string; key: string; client: Client<paths> }>;
  newKey(tenantId: string, scopes: ApiKeyScope[]): Promise<{ id: string; key: string; client: Client<paths> }>;
  clientFor(key: string): Client<paths>;
  /** One request as it is, with a key unless the headers say otherwise. */
  send(method: string, path: string, options?: { headers?: Record<string, string>; body?: BodyInit; key?: string | null }): Promise<Response>;
  /** Grades the next job as a worker would. */
  gradeNext(report?: Partial<JudgeReport>, before?: (job: GradingJob) => Promise<void>, offers?: Offer[]): Promise<GradingJob>;
  close(): Promise<void>;
}

/** The whole app on a real database, without a port. */
export async function createTestApi(): Promise<TestApi> {
  const database = await createTestDatabase();
  const { db } = database;
  const clock = movableClock();
  const config = readConfig({ DATABASE_URL: database.url, SUBMISSION_POLL_MS: '1000' });
  const changes = await ChangeFeed.open(db, { pollMs: config.submissionPollMs, onError: (error) => { throw error; } });
  const services: Services = { ...openShared(), clock, db, changes, logger: silentLogger, config };
  const app = createApp({ servicesFor: () => services, clock });
  const clientFor = (key: string) => createClient<paths>({ baseUrl: 'http://test', headers: { authorization: `Bearer ${key}` }, fetch: async (request) => app.fetch(request) });
  const newKey = async (tenantId: string, scopes: ApiKeyScope[]) => {
    const { row, secret } = await createApiKey({ db }, { tenantId, name: 'test', scopes, actor: 'test', requestId: null });
    return { id: row.id, key: secret, client: clientFor(secret) };
  };
  const newTenant = async () => {
    const tenantId = await makeTenant(db);
    return { tenantId, ...(await newKey(tenantId, ['read', 'submit', 'admin'])) };
  };
  const { tenantId, key, client } = await newTenant();
  return {
    app, services, db, database, tenantId, key, client, clock, newTenant, newKey, clientFor,
    send: async (method, path, { headers = {}, body, key: other } = {}) => {
      const authorization: Record<string, string> = other === null ? {} : { authorization: `Bearer ${other ?? key}` };
      return app.fetch(new Request(`http://test${path}`, { method, headers: { ...authorization, ...headers }, body, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) } as RequestInit));
    },
    gradeNext: async (report = {}, before = async () => {}, offers = onCpu('pytorch', 'numpy', 'tfjs', 'keras')) => {
      const [job] = await claimJobs(db, { worker: 'wrk_test', n: 1, leaseSeconds: 30, offers });
      if (job === undefined) throw new Error('There is no job to grade.');
      await before(job);
      await completeJob(db, job, { report: { ...exampleReport, ...report }, evidence: { seed: secretSeed } });
      return job;
    },
    close: async () => {
      await changes.close();
      await database.close();
    },
  };
}

/** An API for all tests of a file. Read the value inside tests only. */
export function useTestApi(): { readonly current: TestApi } {
  let api: TestApi | undefined;
  beforeAll(async () => {
    api = await createTestApi();
  });
  afterAll(async () => {
    await api?.close();
  });
  return {
    get current() {
      if (api === undefined) throw new Error('The test API exists only while tests run.');
      return api;
    },
  };
}

/** Would give all hidden cases away; tests look for it in every response. */
export const secretSeed = '5eed5eed5eed5eed5eed5eed5eed5eed';

export const exampleReport: JudgeReport = {
  verdict: 'wrong_answer',
  score: 40,
  max_score: 100,
  concepts: [
    { concept: 'permutation', passed: true },
    { concept: 'memory_layout', passed: false, feedback: { en: 'Think of strides.', zh: '想想步长。' } },
  ],
  cases: [
    { name: 'public_1', visibility: 'public', concept: 'permutation', verdict: 'accepted', max_error: 0, tolerance: 0, params: { groups: 2 }, inputs: [{ name: 'x', dtype: 'float32', shape: [2], values: [1, 'NaN'], truncated: false }], stdout: 'hello' },
    // A careless judge: what the contract forbids for hidden cases must not get through.
    { name: 'hidden_1', visibility: 'hidden', concept: 'memory_layout', verdict: 'wrong_answer', mistake: 'value', max_error: 3, tolerance: 1, message: 'hidden message', params: { groups: 7 }, stdout: 'hidden stdout' },
  ],
  runtime: { name: 'pytorch', version: '2.13.0' },
  device: { type: 'cpu', name: 'test' },
  timings_ms: { queued: 3, prepare: 1, start: 0, run: 9, compare: 2 },
};

export const codeAnswer = (content = 'def channel_shuffle(x, groups):\n    return x\n') =>
  ({ kind: 'code', runtime: 'pytorch', files: [{ path: 'solution.py', content }] }) as const;

export const newSubmission = (content?: string) => ({ question_id: 'channel-shuffle', answer: codeAnswer(content) });

function movableClock() {
  let ahead = 0;
  return { now: () => Date.now() + ahead, forward: (ms: number) => void (ahead += ms) };
}
