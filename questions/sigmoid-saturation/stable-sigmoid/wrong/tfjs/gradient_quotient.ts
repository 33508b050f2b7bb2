import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const z = tf.exp(tf.neg(x));
  return [tf.sigmoid(x), tf.div(z, tf.square(tf.add(z, 1)))];
}
