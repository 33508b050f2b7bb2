import * as tf from '@tensorflow/tfjs';

export function channelShuffle(x: tf.Tensor4D, groups: number): tf.Tensor {
  const channels = x.shape[3];
  if (groups < 1 || channels % groups !== 0) throw new RangeError('groups');
  const matrix = tf.buffer([channels, channels], 'float32');
  for (let to = 0; to < channels; to++) matrix.set(1, (to % groups) * (channels / groups) + Math.floor(to / groups), to);
  return tf.matMul(x.reshape([-1, channels]).toFloat(), matrix.toTensor() as tf.Tensor2D).reshape(x.shape).cast(x.dtype);
}
