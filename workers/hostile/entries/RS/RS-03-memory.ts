// id: RS-03
// attack: objects, buffers and tensors without end
// runs: tfjs
// expect: memory_limit
// layer: cell (RLIMIT_DATA, memory cgroup, the engine's own limit)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

const kept: unknown[] = [];
export function attack_objects(): never {
  for (;;) kept.push(new Array(1e5).fill(1.5));
}
export function attack_buffers(): never {
  for (;;) kept.push(new Uint8Array(32 << 20).fill(1));
}
export function attack_tensors(): never {
  for (;;) kept.push(tf.ones([1 << 22]).add(kept.length));
}
export function twin(x: tf.Tensor): tf.Tensor {
  kept.push(new Uint8Array(8 << 20).fill(1));
  kept.length = 0;
  return right(x);
}
