import * as tf from '@tensorflow/tfjs';

export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor[] {
  const hit = tf.equal(tf.expandDims(labels, 1), tf.range(0, logits.shape[1], 1, 'int32'));
  if (tf.all(tf.any(hit, 1)).dataSync()[0] === 0) throw new RangeError('some label names no class');
  const loss = (x: tf.Tensor): tf.Scalar => {
    const own = tf.sum(tf.where(hit, x, tf.zerosLike(x)), 1, true);
    return tf.mean(tf.logSumExp(tf.sub(x, own), 1));
  };
  const { value, grad } = tf.valueAndGrad(loss)(logits);
  return [value, grad];
}
