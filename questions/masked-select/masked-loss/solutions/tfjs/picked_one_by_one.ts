import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const wide = tf.mul(tf.cast(mask, 'int32'), tf.ones(prediction.shape).toInt()).dataSync();
  const [flatPrediction, flatTarget] = [prediction.flatten(), target.flatten()];
  const squares: tf.Tensor1D[] = [];
  wide.forEach((chosen, i) => {
    if (chosen) squares.push(tf.squaredDifference(tf.slice1d(flatPrediction, i, 1), tf.slice1d(flatTarget, i, 1)));
  });
  return squares.length > 0 ? tf.mean(tf.concat(squares)) : tf.scalar(0);
}
