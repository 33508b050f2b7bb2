import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const chosen = tf.mul(tf.cast(mask, 'float32'), tf.ones(prediction.shape));
  const squares = tf.squaredDifference(prediction, target);
  const kept = tf.where(tf.greater(chosen, 0), squares, tf.zerosLike(target));
  return tf.div(tf.sum(kept), tf.maximum(tf.sum(chosen), 1));
}
