// id: EQ-10, EQ-13, JS-09
// attack: shapes that would broadcast, and empty ones
// runs: tfjs
// expect: wrong_answer
// layer: judge (shape before values)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export const attack_leading_axis = (x: tf.Tensor) => right(x).expandDims(0);
export const attack_flat = (x: tf.Tensor) => right(x).flatten();
export const attack_empty = () => tf.zeros([0, 3]);
export const attack_integers = (x: tf.Tensor) => right(x).toInt();
export const twin = (x: tf.Tensor) => right(x.expandDims(0).squeeze([0]));
