import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './support/figures.ts';
import { compete } from './support/contest.ts';
import { coldNodeCommand } from './support/coldNode.ts';
import { coldPythonCommand, coldRun } from './support/coldRun.ts';
import { isPrepared, preparedHome } from './support/preparedHome.ts';
import { gradeCode, type Product, removeHome, root, startProduct } from '../tests/support/product.ts';

/** One runtime against a fresh jailed process that imports the same framework. */
interface Entrant {
  name: string;
  runtime: string;
  solution: string;
  one: number;
  two: number;
  cold(buildFolder: string): string[] | Promise<string[]>;
}

const contests: Entrant[] = [
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

async function inProduct(chosen: Entrant[], env: Record<string, string>): Promise<Figure[]> {
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

async function measure(product: Product, { name, runtime, solution, one, two, cold }: Entrant): Promise<Figure[]> {
  const file = join(root, 'questions/channel-shuffle/channel-shuffle/solutions', solution);
  const source = readFileSync(file, 'utf8');
  const ours = () => gradeCode(product, 'channel-shuffle', runtime, source, file.slice(file.lastIndexOf('.')));
  const command = await cold(join(product.home, 'build'));
  const theirs = () => coldRun(command);
  await untilServed(ours);
  return compete({
    names: { one: `${name}: accepted over HTTP, one client, against a fresh jailed process that imports the framework`, two: `${name}: two clients, jobs per second` },
    bars: { one, two },
    ours,
    theirs,
    pauseMs: 500, // a runtime that starts programs needs so long for the next waiting cell
    rounds: 5,
    answers: { one: 5, two: 15 },
  });
}

/** Runtimes that are prepared behind the running server join when they are warm; until then an answer waits for them. */
async function untilServed(job: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 8; tries++) {
    if (await job().then(() => true, () => false)) return;
  }
  await job();
}
