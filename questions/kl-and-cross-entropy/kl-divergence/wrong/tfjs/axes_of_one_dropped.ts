import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const happens = tf.greater(p, 0);
  const ones = tf.onesLike(p);
  const logs = tf.sub(tf.log(tf.where(happens, p, ones)), tf.log(tf.where(happens, q, ones)));
  return tf.squeeze(tf.sum(tf.mul(p, logs), axis));
}
