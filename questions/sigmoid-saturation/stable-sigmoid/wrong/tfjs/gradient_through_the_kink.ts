import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): tf.Tensor[] {
  const z = tf.exp(tf.neg(tf.abs(x)));
  const value = tf.div(tf.where(tf.greaterEqual(x, 0), tf.onesLike(z), z), tf.add(z, 1));
  // The sign of 0 is 0, so the slope is lost there.
  return [value, tf.mul(tf.abs(tf.sign(x)), tf.div(z, tf.square(tf.add(z, 1))))];
}
