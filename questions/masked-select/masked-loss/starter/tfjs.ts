import * as tf from '@tensorflow/tfjs';

/** Mean squared difference of prediction and target where mask is true, a tensor without axes. */
export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Scalar {
  throw new Error(`not written yet: ${prediction.shape}, ${target.shape}, ${mask.shape}`);
}
