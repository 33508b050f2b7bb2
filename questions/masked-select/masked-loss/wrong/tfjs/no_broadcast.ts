import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const [flatPrediction, flatTarget] = [prediction.flatten(), target.flatten()];
  const places = Array.from(mask.dataSync()).flatMap((chosen, i) => (chosen ? [i] : []));
  const squares = places.map((i) => tf.squaredDifference(flatPrediction.slice(i, 1), flatTarget.slice(i, 1)));
  return squares.length > 0 ? tf.mean(tf.concat(squares)) : tf.scalar(0);
}
