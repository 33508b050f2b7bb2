/** Two workers whose claims hold several jobs each, as claims of many do: neither may wait for the other. */
import { expect, test } from 'vitest';
import { judgeEvidence, judgeReport, makeTenant, onCpu, submit } from '../../tests/support/databaseFixtures.ts';
import { useTestDatabase } from '../../tests/support/database.ts';
import type { DeviceType } from '../../src/protocol/devices.ts';
import type { Sql } from '../createDatabase.ts';
import { regradeSubmission } from '../queries/regradeSubmission.ts';
import { claimJobs } from './claimJobs.ts';
import { completeJob } from './completeJob.ts';

const database = useTestDatabase();

/** Two graded answers, each waiting for a second verdict from two devices; and two connections in a transaction each. */
async function begin() {
  const { db } = database.current;
  await db.sql`delete from wq.jobs`;
  const tenantId = await makeTenant(db);
  const ids: string[] = [];
  for (let n = 0; n < 2; n++) {
    const { id } = await submit(db, tenantId);
    const [job] = await claimJobs(db, { worker: 'w', n: 1, leaseSeconds: 30, offers: onCpu('pytorch') });
    await completeJob(db, job!, { report: judgeReport(), evidence: judgeEvidence });
    for (const device of ['cuda', 'webgpu'] as const) await regradeSubmission(db, { tenantId, id, device, actor: 'key_test', requestId: null });
    ids.push(id);
  }
  const [first, second] = ids as [string, string];
  const [one, other] = [database.current.connect({ poolMax: 1 }).sql, database.current.connect({ poolMax: 1 }).sql];
  for (const connection of [one, other]) await connection`begin`;
  const end = () => Promise.all([one`commit`, other`commit`]);
  return { db, first, second, one, other, end };
}

test('claims of several regrades pass over an answer that another has in hand', async () => {
  const { db, first, second, one, other, end } = await begin();
  await db.sql`update wq.jobs set priority = 1 where (submission_id, device) in ((${first}, 'cuda'), (${second}, 'webgpu'))`;
  const claim = async (connection: Sql, device: DeviceType) =>
    (await connection`select submission_id from wq.claim(${device}, 1, 30, array['pytorch'], array[${device}])`).map((row) => row.submission_id as string);
  expect([await claim(one, 'cuda'), await claim(other, 'webgpu')]).toEqual([[first], [second]]);
  const crossed = await Promise.allSettled([claim(one, 'cuda'), claim(other, 'webgpu')]);
  expect(crossed).toEqual([{ status: 'fulfilled', value: [] }, { status: 'fulfilled', value: [] }]);
  await end();
  expect((await claimJobs(db, { worker: 'w', n: 5, leaseSeconds: 30, offers: ['cuda', 'webgpu'].map((device) => ({ runtime: 'pytorch', device: device as DeviceType })) })).map((job) => job.submissionId).sort()).toEqual(ids(first, second));
});

test('so does taking back what expired', async () => {
  const { db, first, second, one, other, end } = await begin();
  for (const device of ['cuda', 'webgpu'] as const) await claimJobs(db, { worker: 'w', n: 5, leaseSeconds: 30, offers: [{ runtime: 'pytorch', device }] });
  const takeBack = async (connection: Sql, id: string, device: DeviceType) => {
    await connection`update wq.jobs set lease_until = now() - interval '1 second' where submission_id = ${id} and device = ${device}`;
    return (await connection`select wq.requeue_expired() as n`)[0]!.n as number;
  };
  expect([await takeBack(one, first, 'cuda'), await takeBack(other, second, 'webgpu')]).toEqual([1, 1]);
  const crossed = await Promise.allSettled([takeBack(one, second, 'cuda'), takeBack(other, first, 'webgpu')]);
  expect(crossed).toEqual([{ status: 'fulfilled', value: 0 }, { status: 'fulfilled', value: 0 }]);
  await end();
  expect(await db.sql`select wq.requeue_expired() as n`).toMatchObject([{ n: 2 }]);
});

const ids = (...all: string[]) => all.sort();
