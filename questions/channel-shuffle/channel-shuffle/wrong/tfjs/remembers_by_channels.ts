import * as tf from '@tensorflow/tfjs';

const tables = new Map<number, Int32Array>();

export function channelShuffle(x: tf.Tensor4D, groups: number): tf.Tensor {
  const channels = x.shape[3];
  if (groups < 1 || channels % groups !== 0) throw new RangeError('groups');
  const table = tables.get(channels) ?? Int32Array.from({ length: channels }, (_, to) => (to % groups) * (channels / groups) + Math.floor(to / groups));
  tables.set(channels, table);
  return tf.gather(x, tf.tensor1d(table, 'int32'), 3);
}
