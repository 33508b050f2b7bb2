/**
 * The life of one TensorFlow.js cell: start the backend, warm up, lock, then one message at a time on descriptor 3: the
 * candidate's files, and case after case. Started ahead of time for one answer, and never used for a second one.
 *
 *     node … start.cjs cell.cjs BACKEND              in the jail (start.ts)
 *     node … start.cjs cell.cjs BACKEND --probe      at set-up: does this backend work here? Prints versions as JSON.
 */
import './nodeShim.ts';
import { closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readFromDevice } from './arena.ts';
import { type BackendName, startBackend } from './backends.ts';
import type { Candidate } from './candidate.ts';
import { loadAnswer, runCase } from './job.ts';
import { loadLockAddon, type LockAddon } from './lockAddon.ts';
import { replaceStandardStreams } from './printing.ts';
import { answer } from './report.ts';
import * as tf from './tensorflow.ts';
import { startThreads, warmUp } from './warmUp.ts';

const judge = 3;
const messageBytesMax = 1 << 17;
const [script, backend, option] = process.argv.slice(1) as [string, BackendName, string | undefined];
const folder = dirname(script);

async function start(addon: LockAddon): Promise<void> {
  await startBackend(backend, folder);
  if (backend === 'webgpu') readFromDevice();
  await startThreads();
  // Where somebody waits for this cell, it rehearses nothing that the answer may never call. Set-up's trial does: what it compiles is kept.
  if (process.env.CELL_REHEARSES !== '0') await warmUp(addon, backend === 'native');
}

async function live(addon: LockAddon): Promise<void> {
  await start(addon);
  // The glue of the wasm backend ends the process on either; an answer's mistake must end its case, and only that.
  for (const event of ['uncaughtException', 'unhandledRejection']) process.removeAllListeners(event);
  process.on('unhandledRejection', () => {}); // a promise that the answer dropped: whatever it meant to say, nobody waits for it
  replaceStandardStreams();
  process.argv.length = 1;
  const home = process.cwd();
  process.cwd = () => home; // asked for by many a harmless path function; the lock will refuse the question
  for (const name of Object.keys(process.env)) delete process.env[name];
  addon.lock();
  addon.send(judge, answer('W'));
  await serve(addon);
}

async function serve(addon: LockAddon): Promise<never> {
  const buffer = Buffer.alloc(messageBytesMax);
  let candidate: Candidate | undefined;
  let awake = false;
  for (;;) {
    const { length, descriptors } = addon.receive(judge, buffer, awake);
    awake = buffer[0] === 'd'.charCodeAt(0);
    if (length === 0) process.exit(0);
    let reply: Buffer;
    if (buffer[0] === 'L'.charCodeAt(0)) {
      // Before a byte of the candidate's has been read.
      addon.limit(judge, Number(buffer.readBigUInt64LE(1)), buffer.readUInt32LE(9));
      addon.printTo(descriptors[1]!);
      ({ candidate, reply } = loadAnswer(descriptors[0]!));
    } else {
      reply = await runCase(addon, candidate, buffer.subarray(0, length), descriptors);
    }
    for (const descriptor of descriptors) closeSync(descriptor);
    addon.send(judge, reply);
  }
}

/** What set-up writes down of the adapter. A backend of that name proves nothing: bytes on the device do. */
async function describeDevice() {
  const computed = tf.square(tf.range(0, 4096));
  await computed.data();
  const { numBytesInGPU = 0 } = tf.memory() as { numBytesInGPU?: number };
  if (numBytesInGPU < 4 * computed.size) throw new Error('what was computed does not lie on the device');
  const { provideWebgpu } = await import('./webgpuBackend.ts');
  return { adapter: await provideWebgpu(folder) };
}

const addon = loadLockAddon(folder);
if (option === '--probe') {
  start(addon).then(
    async () => console.log(JSON.stringify({ tfjs: tf.version.tfjs, node: process.version, ...(backend === 'webgpu' ? await describeDevice() : {}) })),
    (error: unknown) => {
      console.error(String((error as Error).stack));
      process.exit(1);
    },
  );
} else {
  live(addon).catch((error: unknown) => {
    addon.send(judge, answer('E', String((error as Error).stack ?? error)));
    process.exit(70);
  });
}
