import { expect, test } from 'vitest';
import { claimJobs } from '../../db/queue/claimJobs.ts';
import { failJob } from '../../db/queue/failJob.ts';
import { newSubmission, useTestApi } from '../../tests/support/api.ts';
import { onCpu } from '../../tests/support/databaseFixtures.ts';

const api = useTestApi();
const create = async () => {
  const { data } = await api.current.client.POST('/v1/submissions', { body: { ...newSubmission(), answer: { ...newSubmission().answer, files: [...newSubmission().answer.files] } } });
  return data!.id;
};

test('shows everything of a public case, and of a hidden one only concept and class', async () => {
  const id = await create();
  await api.current.gradeNext();
  const { data } = await api.current.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: id } } });
  expect(data).toMatchObject({
    status: 'graded',
    verdict: 'wrong_answer',
    score: 40,
    max_score: 100,
    concepts: [{ concept: 'permutation', passed: true }, { concept: 'memory_layout', passed: false, feedback: 'Think of strides.' }],
    runtime: { name: 'pytorch', version: '2.13.0' },
    timings_ms: { queued: 3 },
  });
  expect(data!.cases).toEqual([
    { name: 'public_1', visibility: 'public', concept: 'permutation', verdict: 'accepted', max_error: 0, tolerance: 0, params: { groups: 2 }, inputs: [{ name: 'x', dtype: 'float32', shape: [2], values: [1, 'NaN'], truncated: false }], stdout: 'hello' },
    { name: 'hidden_1', visibility: 'hidden', concept: 'memory_layout', verdict: 'wrong_answer', mistake: 'value' },
  ]);
});

test('chooses the feedback’s language when it is read', async () => {
  const id = await create();
  await api.current.gradeNext();
  const read = async (query: string, headers: Record<string, string> = {}) => ((await (await api.current.send('GET', `/v1/submissions/${id}${query}`, { headers })).json()) as { concepts: { feedback?: string }[] }).concepts[1]!.feedback;
  expect(await read('')).toBe('Think of strides.');
  expect(await read('?lang=zh')).toBe('想想步长。');
  expect(await read('', { 'accept-language': 'zh-TW' })).toBe('想想步长。');
  expect((await api.current.send('GET', `/v1/submissions/${id}?lang=de`)).status).toBe(400);
});

test('has a strong ETag that changes with the submission and the language, and 304 for it', async () => {
  const id = await create();
  const read = (query = '', headers: Record<string, string> = {}) => api.current.send('GET', `/v1/submissions/${id}${query}`, { headers });
  const queued = await read();
  const etag = queued.headers.get('etag')!;
  expect(etag).toMatch(/^"[^"]+"$/);
  expect(queued.headers.get('retry-after')).toBe('1');

  for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const unchanged = await read('', { 'if-none-match': held });
    expect(unchanged.status).toBe(304);
    expect(unchanged.headers.get('etag')).toBe(etag);
    expect(await unchanged.text()).toBe('');
  }
  expect((await read('?lang=zh', { 'if-none-match': etag })).status).toBe(200);

  await api.current.gradeNext();
  const graded = await read('', { 'if-none-match': etag });
  expect(graded.status).toBe(200);
  expect(graded.headers.get('etag')).not.toBe(etag);
  expect(graded.headers.get('retry-after')).toBeNull();
});

test('another tenant’s submission is as absent as one that never was', async () => {
  const id = await create();
  const other = await api.current.newTenant();
  const theirs = await other.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: id } } });
  const nobodys = await other.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: 'sub_never' } } });
  expect(theirs.response.status).toBe(404);
  expect({ ...theirs.error, request_id: '', instance: '', detail: '' }).toEqual({ ...nobodys.error, request_id: '', instance: '', detail: '' });
  await api.current.gradeNext();
});

test('a submission that we could not grade says so and charges nothing', async () => {
  const id = await create();
  for (let attempt = 1; attempt <= 5; attempt++) {
    const [job] = await claimJobs(api.current.db, { worker: 'wrk_test', n: 1, leaseSeconds: 30, offers: onCpu('pytorch') });
    await failJob(api.current.db, job!, { reason: 'zygote_died', retryNow: true });
  }
  const { data } = await api.current.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: id } } });
  expect(data).toMatchObject({ status: 'failed', verdict: 'grader_error' });
  expect(JSON.stringify(data)).not.toContain('zygote');
});

test('an answer that violates the contract is withheld', async () => {
  const id = await create();
  await api.current.gradeNext({ concepts: [{ concept: 7 as never, passed: true }] });
  const response = await api.current.send('GET', `/v1/submissions/${id}`);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ code: 'response_invalid' });
});
