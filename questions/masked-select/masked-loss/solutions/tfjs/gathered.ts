import * as tf from '@tensorflow/tfjs';

export function maskedLoss(prediction: tf.Tensor, target: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const wide = tf.broadcastTo(mask, prediction.shape).dataSync();
  const places = Array.from(wide.keys()).filter((place) => wide[place]);
  if (places.length === 0) return tf.scalar(0);
  const chosen = tf.tensor1d(places, 'int32');
  const difference = tf.sub(tf.gather(prediction.flatten(), chosen), tf.gather(target.flatten(), chosen));
  return tf.mean(tf.square(difference));
}
