import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const value = tf.sigmoid(x);
  const gradient = tf.mul(value, tf.sub(1, value));
  tf.dispose([value, gradient]);
  return [value, gradient];
}
