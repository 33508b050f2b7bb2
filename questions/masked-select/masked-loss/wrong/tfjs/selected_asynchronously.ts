import * as tf from '@tensorflow/tfjs';

export async function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): Promise<tf.Tensor> {
  const wide = tf.add(tf.cast(mask, 'int32'), tf.zerosLike(prediction).toInt()).toBool();
  const chosen = await tf.booleanMaskAsync(prediction, wide);
  if (chosen.size === 0) return tf.scalar(0);
  return tf.losses.meanSquaredError(await tf.booleanMaskAsync(target, wide), chosen);
}
