import * as tf from '@tensorflow/tfjs';

export function relu6(x: tf.Tensor, upstream: tf.Tensor): tf.Tensor[] {
  return [tf.relu6(x).toInt(), tf.grad((z) => tf.relu6(z))(x, upstream)];
}
