import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  return tf.sum(tf.mul(p, tf.sub(tf.log(tf.add(p, 1e-7)), tf.log(tf.add(q, 1e-7)))), axis);
}
