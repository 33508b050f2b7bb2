import * as tf from '@tensorflow/tfjs';

export function fuseConvBn(
  kernel: tf.Tensor4D,
  bias: tf.Tensor1D | null,
  gamma: tf.Tensor1D | null,
  beta: tf.Tensor1D | null,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  eps: number,
): [tf.Tensor4D, tf.Tensor1D] {
  let scale: tf.Tensor = tf.rsqrt(tf.add(variance, eps));
  if (gamma) scale = tf.mul(gamma, scale);
  const centred = bias ? tf.sub(bias, mean) : tf.neg(mean);
  const shifted = tf.mul(centred, scale) as tf.Tensor1D;
  return [tf.mul(kernel, scale), beta ? tf.add(shifted, beta) : shifted];
}
