import * as tf from '@tensorflow/tfjs';

export function channelShuffle(x: tf.Tensor4D, groups: number): tf.Tensor {
  return x.reshape([1, groups;
}
