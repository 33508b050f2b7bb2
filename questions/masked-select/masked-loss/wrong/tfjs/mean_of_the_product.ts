import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.mean(tf.mul(tf.squaredDifference(prediction, target), tf.cast(mask, 'float32')));
}
