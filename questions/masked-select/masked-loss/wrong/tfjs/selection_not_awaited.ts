import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const chosen = tf.booleanMaskAsync(prediction, mask) as unknown as tf.Tensor;
  return tf.mean(tf.square(tf.sub(chosen, target)));
}
