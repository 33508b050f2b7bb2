import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const value = tf.sub(1, tf.sigmoid(tf.neg(x)));
  return [value, tf.mul(value, tf.sub(1, value))];
}
