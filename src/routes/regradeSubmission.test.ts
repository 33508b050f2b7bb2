import { expect, test } from 'vitest';
import { claimJobs } from '../../db/queue/claimJobs.ts';
import { completeJob } from '../../db/queue/completeJob.ts';
import { type Offer, offersOf } from '../protocol/devices.ts';
import { codeAnswer, exampleReport, secretSeed, useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();

const codeSubmission = () => ({ question_id: 'channel-shuffle', answer: { kind: 'code' as const, runtime: 'pytorch', files: codeAnswer().files.map((file) => ({ ...file })) } });

async function gradedSubmission(): Promise<string> {
  const created = await api.current.client.POST('/v1/submissions', { body: codeSubmission() });
  await api.current.gradeNext();
  return created.data!.id;
}

const regrade = (id: string, device: 'cpu' | 'cuda' | 'webgpu' = 'cuda', client = api.current.client) =>
  client.POST('/v1/submissions/{submission_id}/regrade', { params: { path: { submission_id: id } }, body: { device } });

const card = { type: 'cuda', name: 'a card', driver: '570.1', libraries: { torch: '2.13.0', cuda: '12.8' } } as const;

test('202 while it waits, 200 when it is done: both verdicts are there, and the first one counts', async () => {
  const id = await gradedSubmission();
  const asked = await regrade(id);
  expect(asked.response.status).toBe(202);
  expect(asked.response.headers.get('location')).toBe(`/v1/submissions/${id}`);
  expect(asked.data).toMatchObject({ status: 'graded', verdict: 'wrong_answer', waiting_for: null, regrades: [{ device: 'cuda', status: 'queued', verdict: null, graded_on: null }] });
  expect((await regrade(id)).response.status).toBe(202);

  const [job] = await claimJobs(api.current.db, { worker: 'wrk_card', n: 1, leaseSeconds: 30, offers: [{ runtime: 'pytorch', device: 'cuda' }] });
  expect(job).toMatchObject({ submissionId: id, seed: secretSeed });
  await completeJob(api.current.db, job!, { report: { ...exampleReport, verdict: 'accepted', score: 100, device: card }, evidence: { seed: secretSeed } });

  const done = await regrade(id);
  expect(done.response.status).toBe(200);
  expect(done.data).toMatchObject({
    verdict: 'wrong_answer',
    score: 40,
    device: { type: 'cpu', name: 'test', driver: null, libraries: {}, fallback_from: null },
    regrades: [{ device: 'cuda', status: 'graded', verdict: 'accepted', score: 100, graded_on: { ...card, fallback_from: null } }],
  });
  // What a careless judge says of hidden cases stays inside here as well.
  expect(JSON.stringify(done.data)).not.toMatch(/hidden message|hidden stdout|5eed/);
  const read = await api.current.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: id } } });
  expect(read.data).toEqual(done.data);
  expect(read.response.headers.get('etag')).toBe(done.response.headers.get('etag'));
});

test('422 for a device that the runtime cannot use, and that it does not know', async () => {
  const id = await gradedSubmission();
  const refused = await regrade(id, 'webgpu');
  expect(refused.response.status).toBe(422);
  expect(refused.error).toMatchObject({ code: 'device_not_offered', errors: [{ pointer: '/device', detail: expect.stringContaining('cpu or cuda') }] });
  const unknown = await regrade(id, 'tpu' as 'cuda');
  expect(unknown.response.status).toBe(422);
  expect(unknown.error).toMatchObject({ code: 'invalid_body' });
});

test('409 where there is nothing to compare: not graded yet, the same device, a quiz answer', async () => {
  const { data: queued } = await api.current.client.POST('/v1/submissions', { body: codeSubmission() });
  expect((await regrade(queued!.id)).error).toMatchObject({ status: 409, code: 'submission_not_graded' });
  await api.current.gradeNext();
  expect((await regrade(queued!.id, 'cpu')).error).toMatchObject({ status: 409, code: 'device_already_graded' });
  const quiz = await api.current.client.POST('/v1/submissions', { body: { question_id: 'conv-bn-fusion-statistics', answer: { kind: 'single_choice', choice: 'always' } } });
  expect((await regrade(quiz.data!.id)).error).toMatchObject({ status: 409, code: 'submission_not_graded' });
});

test("404 for another tenant's submission, 403 without the scope", async () => {
  const id = await gradedSubmission();
  const stranger = await api.current.newTenant();
  expect((await regrade(id, 'cuda', stranger.client)).response.status).toBe(404);
  const reader = await api.current.newKey(api.current.tenantId, ['read']);
  expect((await regrade(id, 'cuda', reader.client)).response.status).toBe(403);
});

test('what one backend alone may grade waits for a worker that has it, says so, and has no second verdict from a device without it', async () => {
  const { client, db } = api.current;
  const { data } = await client.POST('/v1/submissions', { body: { question_id: 'masked-loss', answer: { kind: 'code', runtime: 'tfjs', files: [{ path: 'solution.ts', content: 'export const maskedLoss = 1;' }] } } });
  expect(data!.waiting_for).toEqual({ runtime: 'tfjs', device: null, text: 'It waits for a worker that offers tfjs/native.' });
  const claim = (...offers: Offer[]) => claimJobs(db, { worker: 'wrk_test', n: 1, leaseSeconds: 30, offers });
  expect(await claim(...offersOf([{ name: 'tfjs', version: '1', devices: ['cpu', 'webgpu'], backend: 'wasm' }]))).toEqual([]);
  const [job] = await claim(...offersOf([{ name: 'tfjs', version: '1', devices: ['cpu'], backend: 'native' }]));
  expect(job).toMatchObject({ submissionId: data!.id, runtime: 'tfjs', device: 'cpu', deviceMissed: null, attempt: 1 });
  await completeJob(db, job!, { report: exampleReport, evidence: { seed: secretSeed } });
  const refused = await regrade(data!.id, 'webgpu');
  expect(refused.error).toMatchObject({ status: 422, code: 'device_not_offered', errors: [{ pointer: '/device', detail: expect.stringContaining('native backend of tfjs') }] });
});

test('a queued answer says what it waits for', async () => {
  const { data } = await api.current.client.POST('/v1/submissions', { body: codeSubmission() });
  expect(data!.waiting_for).toEqual({ runtime: 'pytorch', device: null, text: 'It waits for a worker that offers pytorch.' });
  await api.current.db.sql`update gradecheck.submissions set device = 'cuda', device_strict = true where id = ${data!.id}`;
  const zh = await api.current.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: data!.id }, query: { lang: 'zh' } } });
  expect(zh.data!.waiting_for).toEqual({ runtime: 'pytorch', device: 'cuda', text: expect.stringContaining('pytorch (cuda)') });
  await api.current.gradeNext();
});
