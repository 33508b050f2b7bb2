import * as tf from '@tensorflow/tfjs';

export async function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): Promise<tf.Tensor> {
  const chosen = await tf.booleanMaskAsync(prediction, mask);
  if (chosen.size === 0) return tf.scalar(0);
  return tf.losses.meanSquaredError(await tf.booleanMaskAsync(target, mask), chosen);
}
