import * as tf from '@tensorflow/tfjs';

/** Kernel (H, W, I, O) and bias (O) of the one convolution that does what convolution and normalisation do. */
export function fuseConvBn(
  kernel: tf.Tensor4D,
  bias: tf.Tensor1D | null,
  gamma: tf.Tensor1D | null,
  beta: tf.Tensor1D | null,
  mean: tf.Tensor1D,
  variance: tf.Tensor1D,
  eps: number,
): [tf.Tensor4D, tf.Tensor1D] {
  throw new Error(`not written yet: ${kernel.shape}, ${bias?.shape}, ${gamma?.shape}, ${beta?.shape}, ${mean.shape}, ${variance.shape}, ${eps}`);
}
