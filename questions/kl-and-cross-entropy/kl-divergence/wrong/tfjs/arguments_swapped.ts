import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const ones = tf.onesLike(p);
  const logs = tf.sub(tf.log(tf.where(tf.greater(p, 0), q, ones)), tf.log(tf.where(tf.greater(p, 0), p, ones)));
  return tf.sum(tf.mul(q, logs), axis);
}
