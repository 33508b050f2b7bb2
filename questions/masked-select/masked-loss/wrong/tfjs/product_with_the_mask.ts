import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const chosen = tf.mul(tf.cast(mask, 'float32'), tf.ones(prediction.shape));
  const squares = tf.mul(tf.squaredDifference(prediction, target), chosen);
  return tf.div(tf.sum(squares), tf.maximum(tf.sum(chosen), 1));
}
