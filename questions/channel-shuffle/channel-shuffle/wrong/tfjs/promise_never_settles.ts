import * as tf from '@tensorflow/tfjs';

export async function channelShuffle(x: tf.Tensor4D): Promise<tf.Tensor> {
  await new Promise(() => {});
  return x;
}
