import { expect, test } from 'vitest';
import { reportWorker } from '../../db/queue/reportWorker.ts';
import type { OfferedRuntime } from '../protocol/devices.ts';
import { submit, workerDescription } from '../../tests/support/databaseFixtures.ts';
import { newSubmission, useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();
const get = (path: string, headers: Record<string, string> = {}) => api.current.send('GET', path, { key: null, headers });

test('healthz says that the process lives, without asking anybody', async () => {
  const run = api.current.db.run;
  api.current.db.run = () => Promise.reject(new Error('asked the database'));
  try {
    const response = await get('/healthz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  } finally {
    api.current.db.run = run;
  }
});

test('readyz is ready without workers, but says so', async () => {
  const before = await (await get('/readyz')).json();
  expect(before).toMatchObject({ status: 'ready', checks: [{ name: 'database', ok: true }, { name: 'workers', ok: false }, { name: 'runtimes', ok: false }] });
  await reportWorker(api.current.db, workerDescription);
  const after = await (await get('/readyz')).json();
  expect(after).toMatchObject({ checks: [{ name: 'database' }, { name: 'workers', ok: true }, { name: 'runtimes', ok: false }] });
});

test('readyz names the runtimes and devices that no live worker offers, and nothing else', async () => {
  const { db } = api.current;
  const missing = async () => {
    const { checks } = (await (await get('/readyz')).json()) as { checks: { name: string; ok: boolean; detail: string }[] };
    const { ok, detail } = checks.find(({ name }) => name === 'runtimes')!;
    return { ok, detail };
  };
  const everything: OfferedRuntime[] = ['pytorch', 'numpy', 'keras', 'tfjs'].map((name) => ({ name, version: '1', devices: ['cpu'], backend: name === 'tfjs' ? 'native' : null }));
  await reportWorker(db, { ...workerDescription, runtimes: everything });
  expect(await missing()).toEqual({ ok: true, detail: expect.stringContaining('every runtime') });
  await reportWorker(db, { ...workerDescription, runtimes: everything.filter(({ name }) => name !== 'keras') });
  expect(await missing()).toEqual({ ok: false, detail: expect.stringContaining('offers keras: ') });
  // Questions about gradients are answered in tfjs on one backend only.
  await reportWorker(db, { ...workerDescription, runtimes: everything.map((one) => (one.name === 'tfjs' ? { ...one, backend: 'wasm' as const } : one)) });
  expect(await missing()).toEqual({ ok: false, detail: expect.stringContaining('offers tfjs/native: ') });
  const waits = await submit(db, api.current.tenantId, { device: { type: 'cuda', required: true } });
  const wishes = await submit(db, api.current.tenantId, { device: { type: 'cuda', required: false } }); // which another device may grade
  await reportWorker(db, { ...workerDescription, runtimes: everything });
  expect(await missing()).toEqual({ ok: false, detail: expect.stringContaining('offers pytorch on cuda: ') });
  // One that refuses to serve offers nothing, whatever it has.
  await reportWorker(db, { ...workerDescription, id: 'wrk_weak', runtimes: [{ name: 'pytorch', version: '1', devices: ['cuda'] }], isolation: { ...workerDescription.isolation, serves: false } });
  expect(await missing()).toMatchObject({ ok: false });
  await reportWorker(db, { ...workerDescription, id: 'wrk_card', runtimes: [{ name: 'pytorch', version: '1', devices: ['cuda'] }] });
  expect(await missing()).toMatchObject({ ok: true });
  for (const { id } of [waits, wishes]) await db.sql`delete from gradecheck.submissions where id = ${id}`;
});

test('readyz is a 503 problem when the database does not answer, and requests are told to come again', async () => {
  const run = api.current.db.run;
  api.current.db.run = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }));
  try {
    const ready = await get('/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ code: 'not_ready', errors: [{ detail: expect.any(String) }] });

    const { key } = api.current;
    const read = await api.current.send('GET', '/v1/submissions/sub_1', { key });
    expect(read.status).toBe(503);
    expect(read.headers.get('retry-after')).toBe('2');
    const problem = JSON.stringify(await read.json());
    expect(problem).toContain('database_unavailable');
    expect(problem).not.toContain('10.0.0.7');

    const metrics = await get('/metrics');
    expect(metrics.status).toBe(200);
    expect(await metrics.text()).toContain('gradecheck_database_up 0');
  } finally {
    api.current.db.run = run;
  }
});

test('a defect of ours is a 500 that says nothing of the inside', async () => {
  const run = api.current.db.run;
  api.current.db.run = () => Promise.reject(new Error('relation "secret_table" does not exist'));
  try {
    api.current.clock.forward(10_000);
    const response = await api.current.send('GET', '/v1/submissions');
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain('internal_error');
    expect(text).not.toContain('secret_table');
  } finally {
    api.current.db.run = run;
  }
});

test('isolation lists the live workers and forgets those that fell silent', async () => {
  await reportWorker(api.current.db, { ...workerDescription, id: 'wrk_2', name: 'second' });
  const { data } = await api.current.client.GET('/v1/isolation');
  expect(data!.data.map(({ worker }) => worker)).toContain('second');
  await api.current.db.sql`update gradecheck.workers set last_seen_at = now() - interval '2 minutes' where id = 'wrk_2'`;
  const later = await api.current.client.GET('/v1/isolation');
  expect(later.data!.data.map(({ worker }) => worker)).not.toContain('second');
});

test('isolation shows what the last run of all attacks on a machine found', async () => {
  const suite = { finished_at: '2026-01-01T00:05:00.000Z', gradecheck_version: '0.1.0', runtimes: [{ name: 'numpy', version: '2.4.6' }], left_out: ['tfjs'], held: 9, total: 10, signature: 'valid' as const, key_fingerprint: 'ab'.repeat(32) };
  await reportWorker(api.current.db, { ...workerDescription, id: 'wrk_3', name: 'attacked', isolation: { ...workerDescription.isolation, suite } });
  const { data } = await api.current.client.GET('/v1/isolation');
  const shown = (name: string) => data!.data.find(({ worker }) => worker === name)!.isolation.suite;
  expect(shown('attacked')).toEqual(suite);
  await reportWorker(api.current.db, { ...workerDescription, id: 'wrk_3', name: 'attacked' });
  expect((await api.current.client.GET('/v1/isolation')).data!.data.find(({ worker }) => worker === 'attacked')!.isolation.suite).toBeUndefined();
});

test('metrics count requests by operation and status, the queue, and verdicts', async () => {
  await api.current.send('POST', '/v1/submissions', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(newSubmission()) });
  await api.current.send('GET', '/v1/questions');
  await get('/v1/questions');
  const queued = await (await get('/metrics')).text();
  expect(queued).toMatch(/gradecheck_request_duration_seconds_count\{operation="createSubmission",status="202"\} 1\n/);
  expect(queued).toMatch(/gradecheck_request_duration_seconds_count\{operation="listQuestions",status="401"\} 1\n/);
  expect(queued).toMatch(/gradecheck_queue_jobs\{state="ready"\} 1\n/);
  expect(queued).toContain('gradecheck_queue_ready_jobs{runtime="pytorch"} 1\n');
  expect(Number(/^gradecheck_queue_oldest_ready_seconds (\S+)/m.exec(queued)![1])).toBeGreaterThan(0);
  await api.current.gradeNext();
  const graded = await (await get('/metrics')).text();
  expect(graded).toContain('gradecheck_queue_jobs{state="ready"} 0\n');
  expect(graded).toContain('gradecheck_verdicts_total{verdict="wrong_answer"} 1\n');
  expect(buckets(graded, 'createSubmission')).toEqual([...buckets(graded, 'createSubmission')].sort((a, b) => a - b));
});

test('verdicts are counted when they are given, each once, and the count never falls', async () => {
  const { db, tenantId } = api.current;
  const count = async () => Number(/gradecheck_verdicts_total\{verdict="wrong_answer"\} (\d+)/.exec(await (await get('/metrics')).text())?.[1] ?? 0);
  const before = await count();
  for (const note of ['a', 'b', 'c']) {
    const { id } = await submit(db, tenantId);
    await api.current.gradeNext();
    await db.sql`update gradecheck.submissions set metadata = jsonb_build_object('note', ${note}::text) where id = ${id}`; // gives no verdict
    await db.sql`delete from gradecheck.submissions where id = ${id}`;
  }
  expect(await count()).toBe(before + 3);
});

test('metrics tell of cases that ran twice, by question', async () => {
  expect(await (await get('/metrics')).text()).not.toContain('gradecheck_borderline_cases_total{');
  await api.current.db.sql`insert into gradecheck.borderline_counts (question_id, shard, agreed, differed) values ('relu6', 0, 3, 1), ('relu6', 5, 2, 0)`;
  const told = await (await get('/metrics')).text();
  expect(told).toContain('gradecheck_borderline_cases_total{question="relu6",second_run="agreed"} 5\n');
  expect(told).toContain('gradecheck_borderline_cases_total{question="relu6",second_run="differed"} 1\n');
});

test('metrics ask for their token when there is one', async () => {
  api.current.services.config.metricsToken = 'a-token-of-enough-length';
  try {
    expect((await get('/metrics')).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer a-token-of-enough-lengtx' })).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer a-token-of-enough-length' })).status).toBe(200);
  } finally {
    api.current.services.config.metricsToken = undefined;
  }
});

test('the contract and its pages are served whole, with an ETag, and the pages need no script', async () => {
  for (const [path, type] of [['/openapi.yaml', 'application/yaml'], ['/docs', 'text/html'], ['/docs/errors', 'text/html']] as const) {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect((await get(path, { 'if-none-match': response.headers.get('etag')! })).status).toBe(304);
    const text = await response.text();
    if (type !== 'text/html') continue;
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|src=/i);
    expect(text.match(/href="(?!#|\/)[^"]*"/g)).toBeNull();
  }
});

const buckets = (text: string, operation: string) => [...text.matchAll(new RegExp(`_bucket\\{operation="${operation}",status="202",le="[^"]+"\\} (\\d+)`, 'g'))].map((match) => Number(match[1]));
