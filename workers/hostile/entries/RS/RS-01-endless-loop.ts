// id: RS-01, RS-02, JS-06
// attack: loops, microtasks, a wait and a promise without end
// runs: tfjs
// expect: time_limit
// layer: sup
// limit: 1
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export function attack_loop(): never {
  for (;;);
}
export const attack_promise = () => new Promise(() => {});
export async function attack_microtasks(): Promise<never> {
  setTimeout(() => process.exit(1), 1);
  for (;;) await null;
}
export function attack_wait(): unknown {
  return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
export async function twin(x: tf.Tensor): Promise<tf.Tensor> {
  await new Promise((done) => setTimeout(done, 1));
  return right(x);
}
