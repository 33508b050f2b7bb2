import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const zeros = tf.zerosLike(target);
  const chosen = tf.mul(tf.cast(mask, 'float32'), tf.ones(prediction.shape));
  const wide = tf.greater(chosen, 0);
  const difference = tf.sub(tf.where(wide, prediction, zeros), tf.where(wide, target, zeros));
  return tf.div(tf.sum(tf.square(difference)), tf.maximum(tf.sum(chosen), 1));
}
