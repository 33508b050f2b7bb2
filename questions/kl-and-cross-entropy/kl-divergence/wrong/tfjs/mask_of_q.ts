import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const ones = tf.onesLike(p);
  // The comparison of q lies on the way back, and the library does not know how to get past it.
  const some = tf.logicalOr(tf.greater(q, 0), tf.greater(p, 0));
  const logs = tf.sub(tf.log(tf.where(some, p, ones)), tf.log(tf.where(some, q, ones)));
  return tf.sum(tf.where(tf.greater(p, 0), tf.mul(p, logs), tf.zerosLike(p)), axis);
}
