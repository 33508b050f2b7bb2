import * as tf from '@tensorflow/tfjs';

export function klDivergence(p: tf.Tensor, q: tf.Tensor, axis: number): tf.Tensor {
  if (!tf.util.arraysEqual(p.shape, q.shape)) throw new RangeError('p and q must have one shape');
  const [a, b] = [p.dataSync(), q.dataSync()];
  const terms = Float32Array.from(a, (value, i) => (value > 0 ? value * (Math.log(value) - Math.log(b[i]!)) : 0));
  return tf.sum(tf.tensor(terms, p.shape), axis);
}
