import * as tf from '@tensorflow/tfjs';

export function hingeLoss(x: tf.Tensor2D, y: tf.Tensor1D, w: tf.Tensor1D, b: tf.Scalar, l2: number): tf.Tensor[] {
  if (tf.max(tf.abs(tf.sub(tf.abs(y), 1))).dataSync()[0] !== 0) throw new RangeError('labels must be -1 or 1');
  const labels = tf.cast(y, 'float32');
  const z = tf.mul(labels, tf.add(tf.dot(x, w), b));
  const active = tf.cast(tf.less(z, 0), 'float32');
  const count = x.shape[0];
  const slack = tf.relu(tf.neg(z));
  const penalty = tf.mul(tf.dot(w, w), l2 / 2);
  const loss = tf.add(tf.div(tf.sum(slack), count), penalty);
  const pull = tf.neg(tf.mul(labels, active));
  const gradW = tf.add(tf.div(tf.dot(pull, x), count), tf.mul(w, l2));
  const gradB = tf.div(tf.sum(pull), count);
  return [loss, gradW, gradB];
}
