import * as tf from '@tensorflow/tfjs';

/** KL(p || q) in nats along an axis, which the result no longer has. */
export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  throw new Error(`not written yet: ${p.shape}, ${q.shape}, ${axis}`);
}
