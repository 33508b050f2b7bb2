// id: TK-03, TK-10
// attack: zeros, ones, or the input as it is
// runs: tfjs
// expect: wrong_answer
// layer: cases (values decide)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export const attack_zeros = (x: tf.Tensor) => tf.zeros(x.shape);
export const attack_ones = (x: tf.Tensor) => tf.ones(x.shape);
export const attack_no_change = (x: tf.Tensor) => x.clone();
export const twin = (x: tf.Tensor) => right(x).add(tf.zeros(x.shape));
