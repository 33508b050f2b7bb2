import * as tf from '@tensorflow/tfjs';

/** ReLU6 of every element of x, and the gradient at x when `upstream` arrives at the output: [value, gradient]. */
export function relu6(x: tf.Tensor, upstream: tf.Tensor): [tf.Tensor, tf.Tensor] {
  throw new Error(`not written yet: ${x.shape}, ${upstream.shape}`);
}
