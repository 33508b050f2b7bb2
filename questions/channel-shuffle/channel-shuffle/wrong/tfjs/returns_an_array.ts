import * as tf from '@tensorflow/tfjs';

export async function channelShuffle(x: tf.Tensor4D, groups: number): Promise<number[][][][]> {
  const [n, h, w, c] = x.shape;
  if (groups < 1 || c % groups !== 0) throw new RangeError('groups');
  const moved = x.reshape([n, h, w, groups, c / groups]).transpose([0, 1, 2, 4, 3]).reshape([n, h, w, c]) as tf.Tensor4D;
  return moved.array();
}
