import * as tf from '@tensorflow/tfjs';

export function relu6(x: tf.Tensor, upstream: tf.Tensor): tf.Tensor[] {
  const capped = (z: tf.Tensor): tf.Tensor => tf.sub(tf.relu(z), tf.relu(tf.sub(z, 6)));
  return [tf.relu6(x), tf.grad(capped)(x, upstream)];
}
