/**
 * An answer about gradients on a machine whose TensorFlow.js has no native kernels: it is never graded there, and never charged.
 * The whole product runs as a user starts it, with the backends that set-up makes.
 */
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureTfjs } from '../../src/local/ensureTfjs.ts';
import { localPaths } from '../../src/local/paths.ts';
import { silentProgress } from '../../src/local/progress.ts';
import { readTfjsManifest, tfjsFolder, type TfjsManifest } from '../../src/local/tfjsManifest.ts';
import { postCode, type Product, readSubmission, removeHome, root, startProduct } from '../support/product.ts';
import { sleep, until } from '../support/sleep.ts';

const prepared = readTfjsManifest(localPaths());
const why = prepared?.backend === 'native' ? '' : `it needs native kernels, and TensorFlow.js is ${prepared ? prepared.version : 'not prepared'} here: run npx gradecheck setup --runtime tfjs`;
if (why) console.warn(`The way of an answer to the backend that it needs is NOT tested: ${why}`);

const shuffle = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/tfjs/stack_the_groups.ts'), 'utf8');
/** Right, and the gradient of a gather is what wasm lacks. */
const gathers = readFileSync(join(root, 'questions/masked-select/masked-loss/solutions/tfjs/gathered.ts'), 'utf8');

describe.skipIf(why)(`an answer that only native kernels may grade${why && `: ${why}`}`, { timeout: 120_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), 'gradecheck-backend-'));
  const paths = { ...localPaths({}), home, build: join(home, 'build') };
  let product: Product | undefined;
  let waiting: string;

  const start = async (backend: string) => {
    product = await startProduct(home);
    await until(`a worker with tfjs on ${backend}`, async () => (await tfjsOfWorkers(product!)).includes(backend) || undefined, 60_000);
  };
  const query = async <T>(ask: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
    const sql = postgres(product!.databaseUrl(), { max: 1 });
    return ask(sql).finally(() => sql.end({ timeout: 1 }));
  };

  beforeAll(async () => {
    mkdirSync(paths.build, { recursive: true });
    const manifest = await ensureTfjs({ paths, env: { ...process.env, GRADECHECK_TFJS_BACKEND: 'wasm' }, progress: silentProgress });
    expect(manifest.backend).toBe('wasm');
    await start('wasm');
  }, 120_000);

  afterAll(async () => {
    await product?.stop();
    removeHome(home);
  }, 30_000);

  it('waits where wasm is all there is, says for what, and keeps its tries; what wasm can do is graded meanwhile', async () => {
    const { id, waiting_for } = await postCode(product!, 'masked-loss', 'tfjs', gathers, 0, '.ts');
    waiting = id;
    expect(waiting_for!.text).toBe('It waits for a worker that offers tfjs/native.');
    expect(await postCode(product!, 'channel-shuffle', 'tfjs', shuffle, 60, '.ts')).toMatchObject({ verdict: 'accepted', runtime: { version: expect.stringContaining('(wasm)') } });
    await sleep(1500); // a worker polls every second
    expect(await readSubmission(product!, id)).toMatchObject({ status: 'queued', verdict: null });
    expect(await query((sql) => sql`select state, attempts, last_fault from wq.jobs where submission_id = ${id}`)).toEqual([{ state: 'ready', attempts: 0, last_fault: null }]);
  });

  it('is refused by the judge itself where it gets to one all the same: our fault, tried again after a pause, in the end failed and not charged', async () => {
    const { id } = await postCode(product!, 'masked-loss', 'tfjs', gathers, 0, '.ts');
    await query((sql) => sql`update wq.jobs set runtime = 'tfjs' where submission_id = ${id}`); // as if its worker had promised too much
    const pauses: number[] = [];
    for (let tried = 1; tried <= 5; tried++) {
      const job = await until(`try ${tried}`, async () => {
        const [row] = await query((sql) => sql`select state, attempts, last_fault, extract(epoch from run_at - now())::float8 as pause from wq.jobs where submission_id = ${id} and state <> 'leased'`);
        return row?.attempts === tried ? row : undefined;
      }, 30_000);
      expect(job).toMatchObject({ state: tried < 5 ? 'ready' : 'dead', last_fault: 'backend_missing' });
      if (tried < 5) pauses.push(job.pause);
      await query((sql) => sql`update wq.jobs set run_at = now() where submission_id = ${id} and state = 'ready'`);
    }
    expect(pauses.reduce((sum, pause) => sum + pause)).toBeGreaterThan(60);
    const failed = await readSubmission(product!, id);
    expect(failed).toMatchObject({ status: 'failed', verdict: 'grader_error', message: expect.stringContaining('do not have the backend') });
    expect(await query((sql) => sql`select attempt_charged from gradecheck.submissions where id = ${id}`)).toEqual([{ attempt_charged: false }]);
  });

  it('is graded at the first try as soon as a worker has the native backend', async () => {
    await product!.stop();
    borrowNativeKernels();
    await start('native');
    const graded = await until('a verdict', async () => {
      const seen = await readSubmission(product!, waiting);
      return seen.status === 'graded' ? seen : undefined;
    }, 60_000);
    expect(graded).toMatchObject({ verdict: 'accepted', runtime: { version: expect.stringContaining('(native') } });
    expect(await query((sql) => sql`select state, attempts from wq.jobs where submission_id = ${waiting}`)).toEqual([{ state: 'done', attempts: 1 }]);
  });

  /** What set-up has made for this checkout; hard links, because its libraries are hundreds of MiB. */
  function borrowNativeKernels(): void {
    const [from, to] = [tfjsFolder(localPaths()), tfjsFolder(paths)];
    removeHome(to);
    mkdirSync(to, { mode: 0o755 });
    for (const name of readdirSync(from)) {
      if (name.startsWith('manifest')) continue;
      try {
        linkSync(join(from, name), join(to, name));
      } catch {
        cpSync(join(from, name), join(to, name), { recursive: true });
      }
    }
    const manifest: TfjsManifest = { ...prepared!, readable: [to, ...prepared!.readable.slice(1)] };
    writeFileSync(join(to, 'manifest.json'), JSON.stringify(manifest));
  }
});

async function tfjsOfWorkers(product: Product): Promise<string[]> {
  const response = await fetch(`${product.url}/v1/isolation`, { headers: { authorization: `Bearer ${product.apiKey}` } });
  const { data } = (await response.json()) as { data: { runtimes: { name: string; backend: string | null }[] }[] };
  return data.flatMap(({ runtimes }) => runtimes.filter(({ name }) => name === 'tfjs').map(({ backend }) => backend ?? ''));
}
