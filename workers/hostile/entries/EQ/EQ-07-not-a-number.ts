// id: EQ-07, JS-09
// attack: NaN or infinity everywhere, which beats a naive `error > bound`
// runs: tfjs
// expect: wrong_answer
// case: public_example
// layer: judge (positions are compared first)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export const attack_nan = (x: tf.Tensor) => tf.fill(x.shape, NaN);
export const attack_infinity = (x: tf.Tensor) => tf.fill(x.shape, Infinity);
export const twin = (x: tf.Tensor) => right(x);
