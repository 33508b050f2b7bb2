import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Candidate } from './candidate.ts';
import { runCase, nonceBytes } from './job.ts';
import type { LockAddon } from './lockAddon.ts';
import * as tf from './tensorflow.ts';

/** Every backend can do this. What an answer calls for the first time costs a search and a compilation. */
const forwardSource = `
import * as tf from '@tensorflow/tfjs';
export function rehearse(x: tf.Tensor4D): tf.Tensor {
  const [n, h, w, c] = x.shape;
  const shuffled = x.reshape([n, h, w, 2, c / 2]).transpose([0, 1, 2, 4, 3]).reshape([n, h, w, c]) as tf.Tensor4D;
  const filter = tf.ones([3, 3, c, c]) as tf.Tensor4D;
  const convolved = tf.relu(tf.conv2d(shuffled, filter, 1, 'same'));
  const deep = tf.depthwiseConv2d(convolved as tf.Tensor4D, tf.ones([3, 3, c, 1]) as tf.Tensor4D, 1, 'same');
  const normed = tf.batchNorm(deep as tf.Tensor4D, tf.zeros([c]), tf.ones([c]));
  const pooled = tf.maxPool(normed as tf.Tensor4D, 2, 2, 'valid');
  const flat = pooled.reshape([n, -1]) as tf.Tensor2D;
  const product = tf.softmax(tf.matMul(flat, flat, false, true));
  const parts = tf.split(tf.concat([x, shuffled], 3), 2, 3);
  const picked = tf.gather(parts[0]!, tf.tensor1d([1, 0], 'int32'), 3);
  const padded = tf.pad(tf.stack([picked, picked]).mean(0).sub(1).div(2).square().sqrt(), [[0, 0], [1, 1], [0, 0], [0, 0]]);
  return tf.addN([product.sum(), padded.max(), tf.slice(x, [0, 0, 0, 0], [1, 1, 1, 1]).min(), tf.mean(x), tf.exp(tf.sum(tf.sigmoid(x)).neg())]);
}`;

const gradientSource = `
import * as tf from '@tensorflow/tfjs';
export function rehearse(x: tf.Tensor4D): tf.Tensor {
  const filter = tf.ones([3, 3, x.shape[3], 2]) as tf.Tensor4D;
  return tf.grad((y: tf.Tensor) => tf.conv2d(y as tf.Tensor4D, filter, 1, 'same').mul(y.mean()).sum())(x);
}`;

/** Every thread that will ever be needed: none can be started behind the lock. */
export async function startThreads(): Promise<void> {
  await stat('/'); // the one thread of libuv's pool
  const sum = tf.tidy(() => tf.add(tf.ones([2]), 1));
  await sum.data(); // a backend's own
  sum.dispose();
}

/** Plays whole jobs through the code that will serve the real one. */
export async function warmUp(addon: LockAddon, withGradients: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  try {
    for (const source of withGradients ? [forwardSource, gradientSource] : [forwardSource]) await rehearse(addon, source, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rehearse(addon: LockAddon, source: string, folder: string): Promise<void> {
  const output = scratchFile(join(folder, 'output'), Buffer.alloc(1 << 16));
  const candidate = Candidate.load('rehearse', '', new Map([['solution.ts', source]]));
  const message = Buffer.concat([Buffer.from('D'), Buffer.alloc(nonceBytes), Buffer.from([2, 0, 0, 0]), Buffer.from('{}'), rehearsalInputs()]);
  const reply = await runCase(addon, candidate, message, [output]);
  closeSync(output);
  if (!/^[rR]/.test(reply.toString('latin1', 0, 1))) throw new Error(`the rehearsal failed: ${reply.toString()}`);
}

/** One float32 tensor x of shape (1, 4, 4, 8). */
function rehearsalInputs(): Buffer {
  const shape = [1, 4, 4, 8];
  const data = Buffer.alloc(4096 + 512);
  data.write('GCAR');
  data.writeUInt32LE(1, 4);
  data.writeUInt32LE(1, 24);
  data.set([2, shape.length, 1, 0x78], 28);
  data.writeBigUInt64LE(4096n, 28 + 43);
  data.writeBigUInt64LE(512n, 28 + 51);
  shape.forEach((dim, axis) => data.writeBigUInt64LE(BigInt(dim), 28 + 59 + 8 * axis));
  for (let i = 0; i < 128; i++) data.writeFloatLE(i / 128, 4096 + 4 * i);
  return data;
}

function scratchFile(path: string, content: Buffer): number {
  const descriptor = openSync(path, 'w+', 0o600);
  rmSync(path);
  writeSync(descriptor, content, 0, content.length, 0);
  return descriptor;
}
