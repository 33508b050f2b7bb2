import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const terms = tf.mul(p, tf.sub(tf.log(p), tf.log(q)));
  return tf.sum(tf.where(tf.equal(p, 0), tf.zerosLike(p), terms), axis);
}
