// id: EQ-13, EQ-12
// attack: nothing, a plain array, text
// runs: tfjs
// expect: invalid_output
// layer: chan (only tensors of the framework)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export const attack_nothing = () => undefined;
export const attack_array = (x: tf.Tensor) => x.array();
export const attack_values = (x: tf.Tensor) => right(x).dataSync();
export const attack_text = () => 'accepted';
export const attack_strings = () => tf.tensor(['a', 'b']);
export const attack_function = (x: tf.Tensor) => () => right(x);
export const twin = async (x: tf.Tensor) => right(x);
