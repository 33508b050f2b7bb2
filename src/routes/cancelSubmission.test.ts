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

test('is told also to who saw a claim that a crash of the database forgot', async () => {
  const id = await create();
  const { db } = api.current;
  const before = await db.sql`select version from gradecheck.submissions where id = ${id}`;
  await claimJobs(db, { worker: 'wrk_test', n: 1, leaseSeconds: 30, offers: onCpu('pytorch') });
  const running = await api.current.send('GET', `/v1/submissions/${id}`);
  const { version } = (await running.json()) as { version: number };
  await db.sql`update wq.jobs set state = 'ready', attempts = 0, lease = null, lease_until = null where submission_id = ${id}`;
  await db.sql`update gradecheck.submissions set status = 'queued', started_at = null, version = ${before[0]!.version as number} where id = ${id}`;
  await cancel(id);

  const again = await api.current.send('GET', `/v1/submissions/${id}`, { headers: { 'if-none-match': running.headers.get('etag')! } });
  expect([again.status, ((await again.json()) as { status: string }).status]).toEqual([200, 'cancelled']);
  const events = await api.current.send('GET', `/v1/submissions/${id}/events`, { headers: { 'last-event-id': String(version) } });
  expect(await events.text()).toContain('event: cancelled\n');
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
