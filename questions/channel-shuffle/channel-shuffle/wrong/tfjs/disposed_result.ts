import * as tf from '@tensorflow/tfjs';

export function channelShuffle(x: tf.Tensor4D, groups: number): tf.Tensor {
  const [n, h, w, c] = x.shape;
  if (groups < 1 || c % groups !== 0) throw new RangeError('groups');
  let result: tf.Tensor = x;
  tf.tidy(() => {
    result = x.reshape([n, h, w, groups, c / groups]).transpose([0, 1, 2, 4, 3]).reshape([n, h, w, c]);
  });
  return result;
}
