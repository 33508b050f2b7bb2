import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const grown = tf.exp(x);
  const value = tf.div(grown, tf.add(grown, 1));
  return [value, tf.mul(value, tf.sub(1, value))];
}
