// id: CK-13, RD-17, MM-05
// attack: answers rightly the first time, and with the first result again afterwards
// runs: tfjs
// expect: wrong_answer
// case: same_shape_new_values
// layer: cases (nothing tells them apart)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

let first: { values: Float32Array; shape: number[] } | undefined;
export function attack(x: tf.Tensor): tf.Tensor {
  first ??= { values: right(x).dataSync() as Float32Array, shape: x.shape };
  return tf.tensor(first.values, first.shape, 'float32');
}
export const twin = (x: tf.Tensor) => right(x);
