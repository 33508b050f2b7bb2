import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const value = tf.sigmoid(x);
  const again = tf.sigmoid(value);
  return [value, tf.mul(again, tf.sub(1, again))];
}
