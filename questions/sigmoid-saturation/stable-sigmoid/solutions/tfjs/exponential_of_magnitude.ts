import * as tf from '@tensorflow/tfjs';

export function sigmoid(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const z = tf.exp(tf.neg(tf.abs(x)));
  const below = tf.add(z, 1);
  const value = tf.div(tf.where(tf.greaterEqual(x, 0), tf.onesLike(z), z), below);
  return [value, tf.div(z, tf.square(below))];
}
