import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const wide = tf.mul(tf.cast(mask, 'int32'), tf.ones(prediction.shape).toInt()).dataSync();
  const [p, t] = [prediction.dataSync(), target.dataSync()];
  const squares = Array.from(p, (value, i) => (wide[i] ? (value - t[i]!) ** 2 : 0));
  return tf.scalar(squares.reduce((sum, one) => sum + one, 0) / Math.max(1, wide.reduce((sum, one) => sum + one, 0)));
}
