import * as tf from '@tensorflow/tfjs';

export function channelShuffle(x: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  if (groups < 1 || c % groups !== 0) throw new RangeError(`${c} channels cannot be split into ${groups} groups`);
  return tf.tidy(() => {
    const grouped = x.reshape([n, h, w, groups, c / groups]);
    return grouped.transpose([0, 1, 2, 4, 3]).reshape([n, h, w, c]) as tf.Tensor4D;
  });
}
