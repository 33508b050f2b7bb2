/** What a fresh process does for one answer: start the backend, shuffle, check. Bundled by coldNode.ts; argv: backend, folder of its files. */
import { startBackend, type BackendName } from '../../workers/runtimes/tfjs/cell/backends.ts';
import * as tf from '../../workers/runtimes/tfjs/cell/tensorflow.ts';

const [backend, folder] = process.argv.slice(2) as [BackendName, string];
const groups = 2;

void main();

async function main(): Promise<void> {
  await startBackend(backend, folder);
  const x = tf.range(0, 8 * 32 * 64 * 32).reshape([8, 32, 64, 32]);
  const [n, h, w, c] = x.shape as [number, number, number, number];
  const y = tf.reshape(tf.transpose(tf.reshape(x, [n, h, w, groups, c / groups]), [0, 1, 2, 4, 3]), [n, h, w, c]);
  const second = await y.slice([0, 0, 0, 1], [n, h, w, 1]).data();
  const wanted = await x.slice([0, 0, 0, c / groups], [n, h, w, 1]).data();
  if (second.some((value, index) => value !== wanted[index])) throw new Error('wrong');
  console.log('accepted');
  process.exit(0);
}
