import * as tf from '@tensorflow/tfjs';

export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor[] {
  if (Math.min(...labels.dataSync()) < 0 || Math.max(...labels.dataSync()) >= logits.shape[1]) throw new RangeError('labels');
  const hit = tf.cast(tf.oneHot(labels.toInt(), logits.shape[1]), 'float32');
  const finite = tf.maximum(logits, -1e4);
  const shifted = tf.sub(finite, tf.max(finite, 1, true));
  const logP = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
  const losses = tf.neg(tf.sum(tf.mul(hit, logP), 1));
  const loss = tf.mean(losses);
  const gradient = tf.div(tf.sub(tf.exp(logP), hit), labels.size);
  return [loss, gradient];
}
