import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (p.shape.join() !== q.shape.join()) throw new RangeError('p and q must have one shape');
  // Where p is 0 its logarithm does not matter, as long as it is a number.
  const never = tf.cast(tf.equal(p, 0), 'float32');
  const [logP, logQ] = [p, q].map((one) => tf.log(tf.add(one, never)));
  return tf.sum(tf.mul(p, tf.sub(logP!, logQ!)), axis);
}
