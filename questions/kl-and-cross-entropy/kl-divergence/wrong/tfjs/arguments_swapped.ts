import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const happens = tf.greater(q, 0);
  const ones = tf.onesLike(q);
  const logs = tf.sub(tf.log(tf.where(happens, q, ones)), tf.log(tf.where(happens, p, ones)));
  return tf.sum(tf.mul(q, logs), axis);
}
