import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, median, spread, timed } from './support/figures.ts';
import { coldNodeCommand } from './support/coldNode.ts';
import { coldPythonCommand, coldRun } from './support/coldRun.ts';
import { jobsPerSecond } from './support/pace.ts';
import { isPrepared, preparedHome } from './support/preparedHome.ts';
import { sleep } from '../tests/support/sleep.ts';
import { gradeCode, type Product, removeHome, root, startProduct } from '../tests/support/product.ts';

/** One runtime against a fresh jailed process that imports the same framework. */
interface Contest {
  name: string;
  runtime: string;
  solution: string;
  one: number;
  two: number;
  cold(buildFolder: string): string[] | Promise<string[]>;
}

const contests: Contest[] = [
  { name: 'numpy', runtime: 'numpy', solution: 'numpy/split_and_swap.py', one: 8, two: 4, cold: (folder) => coldPythonCommand('numpy', folder) },
  { name: 'keras', runtime: 'keras', solution: 'keras/with_the_backend.py', one: 80, two: 25, cold: (folder) => coldPythonCommand('tensorflow', folder) },
  { name: 'tfjs native', runtime: 'tfjs', solution: 'tfjs/split_and_transpose.ts', one: 10, two: 2, cold: (folder) => coldNodeCommand(folder, 'native') },
  { name: 'tfjs wasm', runtime: 'tfjs', solution: 'tfjs/split_and_transpose.ts', one: 5, two: 2, cold: (folder) => coldNodeCommand(folder, 'wasm') },
];

/** An accepted `channel-shuffle` over HTTP in each runtime but pytorch, which codeAnswer.ts measures. Products of its own: the shared one has two runtimes. */
export async function runtimes(): Promise<Figure[]> {
  const onNative = contests.filter(({ name }) => name !== 'tfjs wasm' && canRun(name));
  const onWasm = contests.filter(({ name }) => name === 'tfjs wasm' && canRun(name));
  return [...(await inProduct(onNative, {})), ...(await inProduct(onWasm, { GRADECHECK_TFJS_BACKEND: 'wasm', GRADECHECK_KERAS: 'off' }))];
}

function canRun(name: string): boolean {
  const extra = name.startsWith('tfjs') ? 'tfjs' : name === 'keras' ? 'keras' : undefined;
  if (extra === undefined || isPrepared(extra)) return true;
  console.log(`  SKIPPED ${name}: it is not prepared here; run "npx gradecheck setup --runtime ${extra}".`);
  return false;
}

async function inProduct(chosen: Contest[], env: Record<string, string>): Promise<Figure[]> {
  if (chosen.length === 0) return [];
  const home = preparedHome();
  const product = await startProduct(home, { GRADECHECK_TFJS: '', GRADECHECK_KERAS: '', ...env });
  try {
    const figures: Figure[] = [];
    for (const contest of chosen) figures.push(...(await measure(product, contest)));
    return figures;
  } finally {
    await product.stop();
    removeHome(home);
  }
}

async function measure(product: Product, { name, runtime, solution, one, two, cold }: Contest): Promise<Figure[]> {
  const file = join(root, 'questions/channel-shuffle/channel-shuffle/solutions', solution);
  const source = readFileSync(file, 'utf8');
  const ours = () => gradeCode(product, 'channel-shuffle', runtime, source, file.slice(file.lastIndexOf('.')));
  const command = await cold(join(product.home, 'build'));
  const theirs = () => coldRun(command);
  await untilServed(ours);
  for (let n = 0; n < 6; n++) await ours();
  await theirs();

  const warm: number[] = [];
  const fresh: number[] = [];
  for (let round = 0; round < 5; round++) {
    fresh.push(await timed(theirs));
    for (let n = 0; n < 5; n++) {
      await sleep(500); // one person's pace: a waiting cell is there again, which a runtime that starts programs takes longer for
      warm.push(await timed(ours));
    }
  }
  const warmRate: number[] = [];
  const freshRate: number[] = [];
  for (let round = 0; round < 3; round++) {
    freshRate.push(await jobsPerSecond(theirs, 4));
    warmRate.push(await jobsPerSecond(ours, 15));
  }
  return [
    {
      name: `${name}: accepted over HTTP, one client, against a fresh jailed process that imports the framework`,
      value: median(fresh) / median(warm),
      unit: 'times',
      bar: one,
      direction: 'atLeast',
      detail: `ours ms: ${spread(warm)}; fresh ms: ${spread(fresh)}`,
    },
    {
      name: `${name}: two clients, jobs per second`,
      value: median(warmRate) / median(freshRate),
      unit: 'times',
      bar: two,
      direction: 'atLeast',
      detail: `ours ${median(warmRate).toFixed(1)}/s, fresh ${median(freshRate).toFixed(2)}/s`,
    },
  ];
}

/** Runtimes that are prepared behind the running server join when they are warm; until then an answer waits for them. */
async function untilServed(job: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 8; tries++) {
    if (await job().then(() => true, () => false)) return;
  }
  await job();
}
