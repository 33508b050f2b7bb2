import * as tf from '@tensorflow/tfjs';

export function hingeLoss(x: tf.Tensor2D, y: tf.Tensor1D, w: tf.Tensor1D, b: tf.Scalar, l2: number): tf.Tensor[] {
  for (const label of y.dataSync()) {
    if (label !== 1 && label !== -1) throw new RangeError(`${label} is no label`);
  }
  const loss = (weights: tf.Tensor, bias: tf.Tensor): tf.Scalar => {
    const shortfall = tf.sub(1, tf.mul(y, tf.add(tf.dot(x, weights), bias)));
    // The rectifier of this library has the derivative 0 at 0, as is asked for on the margin.
    return tf.add(tf.mean(tf.relu(shortfall)), tf.mul(tf.sum(tf.square(weights)), l2 / 2));
  };
  const { value, grads } = tf.valueAndGrads(loss)([w, b]);
  return [value, ...grads];
}
