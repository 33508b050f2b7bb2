import * as tf from '@tensorflow/tfjs';

/** Mean cross entropy of logits (N, C) with class indices (N): [loss, gradient with respect to the logits]. */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): [tf.Scalar, tf.Tensor2D] {
  throw new Error(`not written yet: ${logits.shape}, ${labels.shape}`);
}
