import * as tf from '@tensorflow/tfjs';

/** Sigmoid of every element of x, and its derivative there: [value, gradient]. */
export function sigmoid(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  throw new Error(`not written yet: ${x.shape}`);
}
