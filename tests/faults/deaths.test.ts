/**
 * Whatever dies in the middle of a job, the answer is graded once, by another try, and the candidate pays nothing.
 * The whole product runs as a user starts it; its parts are killed with SIGKILL.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alive, descendants, type Process } from '../support/processes.ts';
import { postCode, type Product, readSubmission, removeHome, root, startProduct } from '../support/product.ts';
import { sleep, until } from '../support/sleep.ts';

const right = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/pytorch/split_and_transpose.py'), 'utf8');
/** The same answer, slow enough to be killed in the middle of. */
const slow = `${right}\n\nimport time\ntime.sleep(1.5)\n`;

let product: Product;
let sql: postgres.Sql;

beforeAll(async () => {
  product = await startProduct(undefined, { GRADER_LEASE_SECONDS: '3' });
  sql = postgres(product.databaseUrl(), { max: 1 });
  expect((await postCode(product, 'channel-shuffle', 'pytorch', right, 60)).verdict).toBe('accepted');
}, 90_000);

afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await product?.stop();
  if (product) removeHome(product.home);
}, 30_000);

const family = (): Process[] => descendants(product.pid);
const grader = (): Process => theOnly(family().filter((p) => p.command.includes('grader.js')), 'grader');
const judge = (): Process => theOnly(family().filter((p) => p.command.includes('__main__.py')), 'judge');
/** Zygotes hide their command line; they are the judge's children. */
const zygotes = (): Process[] => {
  const parent = judge().pid;
  return family().filter((p) => p.parent === parent);
};

function theOnly(found: Process[], what: string): Process {
  if (found.length !== 1) throw new Error(`Expected one ${what}, found ${JSON.stringify(found)}`);
  return found[0]!;
}

async function postSlowAndWaitUntilRunning(): Promise<string> {
  const { id } = await postCode(product, 'channel-shuffle', 'pytorch', slow, 0);
  await until('the job to be running', async () => ((await readSubmission(product, id)).status === 'running' ? true : undefined));
  await sleep(300);
  return id;
}

async function expectGradedOnce(id: string, tries: number[]): Promise<void> {
  const graded = await until(
    'a verdict',
    async () => {
      const seen = await readSubmission(product, id).catch(() => undefined);
      return seen && ['graded', 'failed'].includes(seen.status) ? seen : undefined;
    },
    45_000,
  );
  expect(graded).toMatchObject({ status: 'graded', verdict: 'accepted' });
  const [job] = await sql`select state, attempts from wq.jobs where submission_id = ${id}`;
  expect(job!.state).toBe('done');
  expect(tries).toContain(job!.attempts);
}

describe('a death in the middle of a job', { timeout: 90_000 }, () => {
  it('of the grader: its lease runs out and the next grader does the job', async () => {
    const id = await postSlowAndWaitUntilRunning();
    const doomed = [grader(), judge(), ...zygotes()];
    process.kill(grader().pid, 'SIGKILL');
    await expectGradedOnce(id, [2]);
    for (const { pid } of doomed) expect(alive(pid), `process ${pid} outlived its grader`).toBe(false);
  });

  it('of the judge: the job goes back at once', async () => {
    const id = await postSlowAndWaitUntilRunning();
    process.kill(judge().pid, 'SIGKILL');
    await expectGradedOnce(id, [2]);
  });

  it('of every zygote: the cell is gone, and it is our fault', async () => {
    const id = await postSlowAndWaitUntilRunning();
    for (const { pid } of zygotes()) process.kill(pid, 'SIGKILL');
    await expectGradedOnce(id, [2]);
  });

  it('of the database: the verdict is written when it is back', async () => {
    const id = await postSlowAndWaitUntilRunning();
    const postmaster = Number(readFileSync(join(product.home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(postmaster, 'SIGKILL');
    // A second try where the database is away for longer than the lease: then the first verdict is refused, not doubled.
    await expectGradedOnce(id, [1, 2]);
  });
});
