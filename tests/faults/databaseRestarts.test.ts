/**
 * The database is killed while regrades, answers for one backend, cancellations, polling and event streams are all under
 * way. Nothing is lost and nothing graded twice; who asks meanwhile hears 503 and when to come again, never anything else.
 * The whole product runs as a user starts it; beside its grader works one with a card and native kernels, whose judge is a stub.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database } from '../../db/createDatabase.ts';
import { newId } from '../../src/lib/ids.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import type { Graded } from '../../workers/grader/judgeClient.ts';
import { runLoop } from '../../workers/grader/loop.ts';
import { postgresJobQueue } from '../../workers/grader/postgresJobQueue.ts';
import { Wakeup } from '../../workers/grader/wakeup.ts';
import { postCode, type Product, removeHome, root, startProduct } from '../support/product.ts';
import { sleep, until } from '../support/sleep.ts';

const source = (path: string) => readFileSync(join(root, 'questions', path), 'utf8');
const shuffle = source('channel-shuffle/channel-shuffle/solutions/pytorch/split_and_transpose.py');
const gathers = source('masked-select/masked-loss/solutions/tfjs/gathered.ts');
const restarts = 3;

interface Submission {
  id: string;
  version: number;
  status: string;
  verdict: string | null;
  message: string | null;
  regrades: { device: string; status: string; verdict: string | null; message: string | null }[];
}

let product: Product;
let db: Database;
const stop = new AbortController();
let working: Promise<void>;
/** Of each job of the stub: which verdicts the database took. More than one is one too many. */
const taken = new Map<string, string[]>();
let over = false;

beforeAll(async () => {
  product = await startProduct(undefined, { GRADER_LEASE_SECONDS: '3' });
  db = createDatabase({ url: product.databaseUrl(), poolMax: 6, deadlineMs: 5000 });
  working = startStub();
}, 90_000);

afterAll(async () => {
  over = true;
  stop.abort();
  await working;
  await db?.close();
  await product?.stop();
  if (product) removeHome(product.home);
}, 30_000);

function startStub(): Promise<void> {
  const queue = postgresJobQueue(db, { worker: newId('wrk'), leaseSeconds: 3 });
  const complete = queue.complete;
  queue.complete = async (job, graded) => {
    const recorded = await complete(job, graded);
    if (recorded) taken.set(job.jobId, [...(taken.get(job.jobId) ?? []), graded.report.message!]);
    return recorded;
  };
  const judge = { client: { grade }, offers: [{ runtime: 'pytorch', device: 'cuda' }, { runtime: 'tfjs/native', device: 'cpu' }] as const };
  return runLoop({ queue, judge: () => judge, slots: 4, leaseSeconds: 3, pollMs: 200, logger: silentLogger, now: () => performance.now() }, new Wakeup(), stop.signal);
}

/** Each verdict says which one it is. */
async function grade({ device, runtime }: GradingJob): Promise<Graded> {
  await sleep(150);
  const report = { verdict: 'accepted', score: 100, max_score: 100, message: newId('try'), concepts: [], cases: [], runtime: { name: runtime, version: '1' }, device: { type: device, name: 'a stub' }, timings_ms: { prepare: 1, start: 1, run: 1, compare: 1 } } as const;
  return { report: { ...report, concepts: [], cases: [] }, evidence: { seed: 'ab'.repeat(32) } };
}

/** What was answered while the database was away, and what must never be. */
const unready: string[] = [];
const wrong: string[] = [];

/** Sends it until it is answered by something else than "come again". Each answer must come in time, and be one that a client can act on. */
async function ask(method: string, path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {}): Promise<Response> {
  for (;;) {
    const began = performance.now();
    const response = await fetch(product.url + path, {
      method,
      headers: { authorization: `Bearer ${product.apiKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const took = performance.now() - began;
    if (took > 12_000) wrong.push(`${method} ${path} took ${Math.round(took)} ms`);
    if (response.status < 500) return response;
    const text = await response.text();
    const saysWhen = response.status === 503 && Number(response.headers.get('retry-after')) > 0 && text.includes('"database_unavailable"');
    (saysWhen ? unready : wrong).push(`${method} ${path} ${response.status} ${text}`);
    await sleep(50);
  }
}

const read = async (id: string): Promise<Submission> => (await (await ask('GET', `/v1/submissions/${id}`)).json()) as Submission;
/** As it stands once its grading is over. */
const settled = async (id: string, holds: (seen: Submission) => boolean): Promise<Submission> =>
  until(`${id} to be as it must`, async () => { const seen = await read(id); return holds(seen) ? seen : undefined; }, 45_000, 100);

/** Repeats one client's whole errand until the restarts are over, and gives what each time came of it. */
async function keepOn<T>(errand: () => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  while (!over) done.push(await errand());
  return done;
}

async function graded(): Promise<string> {
  const { id } = await postCode(product, 'channel-shuffle', 'pytorch', shuffle, 60);
  return id;
}

/** A second verdict, asked for as often as it takes. */
async function regrade(ids: string[]): Promise<string | undefined> {
  const id = ids.pop();
  if (id === undefined) return void (await sleep(100));
  const response = await ask('POST', `/v1/submissions/${id}/regrade`, { body: { device: 'cuda' } });
  expect([200, 202]).toContain(response.status);
  await sleep(150);
  return id;
}

const answer = (questionId: string, runtime: string, path: string, content: string) => ({ question_id: questionId, answer: { kind: 'code', runtime, files: [{ path, content }] } });

async function submit(body: object): Promise<string> {
  const response = await ask('POST', '/v1/submissions', { body, headers: { 'idempotency-key': newId('idem') } });
  expect([200, 202]).toContain(response.status);
  return ((await response.json()) as Submission).id;
}

const askOneBackend = async (): Promise<string> => {
  const id = await submit(answer('masked-loss', 'tfjs', 'solution.ts', gathers));
  await sleep(100);
  return id;
};

/** Nobody offers keras here, so that what is cancelled is still waiting. */
async function cancel(): Promise<string> {
  const id = await submit(answer('channel-shuffle', 'keras', 'solution.py', shuffle));
  await sleep(100);
  const response = await ask('POST', `/v1/submissions/${id}/cancel`);
  expect(response.status, 'also where an earlier time was answered by nobody').toBe(200);
  return id;
}

/** Polls a page from memory, with the ETag of its first answer: it does not change as long as the process lives. */
function poller(): () => Promise<number> {
  let etag: string | null = null;
  return async () => {
    const response = await ask('GET', '/v1/questions?limit=5', etag === null ? {} : { headers: { 'if-none-match': etag } });
    if (etag !== null) expect(response.status).toBe(304);
    etag = response.headers.get('etag');
    await sleep(20);
    return response.status;
  };
}

/** Follows one answer to its end as a browser does: whenever the stream ends, it comes again and says what it saw last. */
async function follow(): Promise<{ id: string; events: Submission[] }> {
  const id = await submit(answer('masked-loss', 'tfjs', 'solution.ts', gathers));
  const events: Submission[] = [];
  while (events.at(-1)?.status !== 'graded') {
    const response = await ask('GET', `/v1/submissions/${id}/events`, { headers: events.length === 0 ? {} : { 'last-event-id': String(events.at(-1)!.version) } });
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    for (const line of (await response.text()).split('\n')) if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)) as Submission);
  }
  return { id, events };
}

async function killDatabase(): Promise<void> {
  process.kill(Number(readFileSync(join(product.home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await sleep(300);
  await until('the database to be back', () => db.ping().then(() => true, () => undefined), 30_000);
}

it('loses nothing, grades nothing twice, and answers nothing wrong', { timeout: 180_000 }, async () => {
  const first = await Promise.all(Array.from({ length: 40 }, graded));
  const waiting = [...first];
  const errands = Promise.all([keepOn(() => regrade(waiting)), keepOn(askOneBackend), keepOn(cancel), keepOn(poller()), keepOn(follow)]);
  for (let n = 0; n < restarts; n++) {
    await sleep(1500);
    await Promise.race([killDatabase(), errands]);
  }
  await sleep(1500);
  over = true;
  const [asked, oneBackend, cancelled, polled, followed] = await errands;
  const regraded = asked.filter((id) => id !== undefined);

  for (const id of regraded) {
    const seen = await settled(id, ({ regrades }) => regrades[0]?.status === 'graded');
    expect(seen).toMatchObject({ status: 'graded', verdict: 'accepted', regrades: [{ device: 'cuda', verdict: 'accepted' }] });
    expect(seen.regrades).toHaveLength(1);
  }
  const answers = [...oneBackend, ...followed.map(({ id }) => id)];
  for (const id of answers) expect(await settled(id, ({ status }) => status === 'graded')).toMatchObject({ verdict: 'accepted' });
  for (const id of cancelled) expect(await read(id)).toMatchObject({ status: 'cancelled', verdict: null });
  for (const { id, events } of followed) {
    expect(events.map(({ version }) => version)).toEqual([...new Set(events.map(({ version }) => version))].sort((a, b) => a - b));
    expect(events.at(-1)).toEqual(await read(id));
  }

  const jobs = await db.sql<{ id: string; state: string; attempts: number; message: string | null }[]>`
    select j.id::text, j.state, j.attempts::int, coalesce(r.report, s.report) ->> 'message' as message from wq.jobs j
    join gradecheck.submissions s on s.id = j.submission_id
    left join gradecheck.regrades r on j.regrade and r.submission_id = j.submission_id and r.device = j.device`;
  expect(jobs.filter(({ state }) => !['done', 'cancelled'].includes(state))).toEqual([]);
  expect(Math.max(...jobs.map(({ attempts }) => attempts))).toBeLessThanOrEqual(1 + restarts);
  for (const { id, message } of jobs) if (taken.has(id)) expect(taken.get(id)).toEqual([message]);

  expect(wrong).toEqual([]);
  const counts = { unready: unready.length, regraded: regraded.length, oneBackend: oneBackend.length, cancelled: cancelled.length, followed: followed.length, polled: polled.filter((status) => status === 304).length };
  expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(5);
});
