import * as tf from '@tensorflow/tfjs';

export function relu6(x: tf.Tensor, upstream: tf.Tensor): tf.Tensor[] {
  const inside = tf.logicalAnd(tf.greater(x, 0), tf.less(x, 6));
  return [tf.sub(tf.relu(x), tf.relu(tf.sub(x, 6))), tf.where(inside, upstream, tf.zerosLike(x))];
}
