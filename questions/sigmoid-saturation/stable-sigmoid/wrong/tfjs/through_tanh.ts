import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const value = tf.div(tf.add(tf.tanh(tf.div(x, 2)), 1), 2);
  return [value, tf.mul(value, tf.sub(1, value))];
}
