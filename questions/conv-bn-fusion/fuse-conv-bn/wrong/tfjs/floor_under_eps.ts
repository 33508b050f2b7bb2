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
  const g = gamma ?? tf.onesLike(mean);
  const h = beta ?? tf.zerosLike(mean);
  const b = bias ?? tf.zerosLike(mean);
  const scale = tf.div(g, tf.sqrt(tf.add(variance, Math.max(eps, 1e-7))));
  return [tf.mul(kernel, scale), tf.add(h, tf.mul(tf.sub(b, mean), scale))];
}
