import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const value = tf.sigmoid(tf.clipByValue(x, -30, 30));
  return [value, tf.mul(value, tf.sub(1, value))];
}
