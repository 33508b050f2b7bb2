import * as tf from '@tensorflow/tfjs';

export function relu6(x: tf.Tensor, upstream: tf.Tensor): tf.Tensor[] {
  tf.zerosLike(upstream);
  return tf.relu6(x) as unknown as tf.Tensor[];
}
