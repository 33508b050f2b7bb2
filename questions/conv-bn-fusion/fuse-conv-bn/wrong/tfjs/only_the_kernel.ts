import * as tf from '@tensorflow/tfjs';

export function fuseConvBn(
  kernel: tf.Tensor4D,
  bias: tf.Tensor1D | null,
  gamma: tf.Tensor1D | null,
  beta: tf.Tensor1D | null,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  eps: number,
): tf.Tensor4D {
  const g = gamma ?? tf.onesLike(mean);
  const scale = tf.div(g, tf.sqrt(tf.add(variance, eps)));
  return tf.mul(kernel, scale);
}
