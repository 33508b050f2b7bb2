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
  const none = tf.zerosLike(mean);
  const scale = gamma ?? tf.onesLike(mean);
  // Without mean and shift the normalisation only scales; what it makes of the bias alone is the bias of the fused layer.
  const scaled = tf.batchNorm4d(kernel, none, variance, none, scale, eps);
  const alone = tf.reshape(bias ?? none, [1, -1]) as tf.Tensor2D;
  return [scaled, tf.reshape(tf.batchNorm2d(alone, mean, variance, beta ?? none, scale, eps), [-1])];
}
