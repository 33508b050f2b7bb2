import * as tf from '@tensorflow/tfjs';

export function channelShuffle(x: tf.Tensor4D, groups: number): tf.Tensor {
  const [n, c, h, w] = x.shape;
  if (groups < 1 || c % groups !== 0) throw new RangeError('groups');
  return x.reshape([n, groups, c / groups, h, w]).transpose([0, 2, 1, 3, 4]).reshape([n, c, h, w]);
}
