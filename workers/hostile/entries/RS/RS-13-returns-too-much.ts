// id: RS-13
// attack: a tensor larger than the arena
// runs: tfjs
// expect: output_limit
// layer: cell, chan (an arena of fixed size)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export const attack = () => tf.zeros([1 << 22]);
export const twin = (x: tf.Tensor) => right(x);
