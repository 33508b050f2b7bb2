import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const inQ = q.dataSync();
  const both = tf.tensor(Array.from(p.dataSync(), (value, i) => value > 0 && inQ[i]! > 0), p.shape, 'bool');
  const ones = tf.onesLike(p);
  const logs = tf.sub(tf.log(tf.where(both, p, ones)), tf.log(tf.where(both, q, ones)));
  return tf.sum(tf.mul(p, logs), axis);
}
