import { expect, test } from 'vitest';
import { claimJobs } from '../../db/queue/claimJobs.ts';
import { completeJob } from '../../db/queue/completeJob.ts';
import { exampleReport, newSubmission, secretSeed, useTestApi } from '../../tests/support/api.ts';
import { onCpu } from '../../tests/support/databaseFixtures.ts';

const api = useTestApi();

async function create(): Promise<string> {
  const response = await api.current.send('POST', '/v1/submissions', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(newSubmission()) });
  return ((await response.json()) as { id: string }).id;
}

const cancel = async (id: string, key?: string) => {
  const response = await api.current.send('POST', `/v1/submissions/${id}/cancel`, { key });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test('takes a queued one back for good, and says so again when asked twice', async () => {
  const id = await create();
  expect(await cancel(id)).toMatchObject({ status: 200, body: { id, status: 'cancelled', verdict: null } });
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  await expect(api.current.gradeNext()).rejects.toThrow('no job');
});

test('takes a running one back; its verdict comes too late', async () => {
  const id = await create();
  const [job] = await claimJobs(api.current.db, { worker: 'wrk_test', n: 1, leaseSeconds: 30, offers: onCpu('pytorch') });
  expect(await cancel(id)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  expect(await completeJob(api.current.db, job!, { report: exampleReport, evidence: { seed: secretSeed } })).toBe(false);
  const { data } = await api.current.client.GET('/v1/submissions/{submission_id}', { params: { path: { submission_id: id } } });
  expect(data).toMatchObject({ status: 'cancelled', verdict: null, score: null });
});

test('409 for a graded one', async () => {
  const id = await create();
  await api.current.gradeNext();
  expect(await cancel(id)).toMatchObject({ status: 409, body: { code: 'submission_already_final' } });
});

test('404 for another tenant’s, which stays queued', async () => {
  const id = await create();
  const other = await api.current.newTenant();
  expect(await cancel(id, other.key)).toMatchObject({ status: 404, body: { code: 'submission_not_found' } });
  await api.current.gradeNext();
});

test('ends the wait of whoever waits for it', async () => {
  const waiting = api.current.send('POST', '/v1/submissions', { headers: { 'content-type': 'application/json', prefer: 'wait=30' }, body: JSON.stringify(newSubmission()) });
  let id: string | undefined;
  while (id === undefined) {
    const { data } = await api.current.client.GET('/v1/submissions', { params: { query: { status: 'queued' } } });
    id = data!.data[0]?.id;
  }
  await cancel(id);
  const response = await waiting;
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: 'cancelled' });
});
