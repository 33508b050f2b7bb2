// id: MM-04, TK-07
// attack: a table of results by shape
// runs: tfjs
// expect: wrong_answer
// case: same_shape_new_values
// layer: cases (the same shape with new values)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

const cache = new Map<string, Float32Array>();
export function attack(x: tf.Tensor): tf.Tensor {
  const key = x.shape.join();
  if (!cache.has(key)) cache.set(key, right(x).dataSync() as Float32Array);
  return tf.tensor(cache.get(key)!, x.shape, 'float32');
}
export function twin(x: tf.Tensor): tf.Tensor {
  cache.set(x.shape.join(), right(x).dataSync() as Float32Array);
  return right(x);
}
