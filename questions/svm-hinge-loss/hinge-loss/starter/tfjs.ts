import * as tf from '@tensorflow/tfjs';

/** Soft-margin loss of a linear classifier: [loss, gradient with respect to w, gradient with respect to b]. */
export function hingeLoss(x: tf.Tensor2D, y: tf.Tensor1D, w: tf.Tensor1D, b: tf.Scalar, l2: number): [tf.Scalar, tf.Tensor1D, tf.Scalar] {
  throw new Error(`not written yet: ${x.shape}, ${y.shape}, ${w.shape}, ${b.shape}, ${l2}`);
}
