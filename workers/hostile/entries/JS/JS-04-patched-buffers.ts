// id: JS-04
// attack: the buffers that carry its own answer
// runs: tfjs
// expect: invalid_output
// layer: chan (what was spoilt is not believed)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export function attack(): tf.Tensor {
  Array.isArray = (() => true) as never;
  Object.entries = (() => []) as never;
  Buffer.prototype.writeUInt32LE = () => 0;
  return tf.zeros([2, 3]);
}
export const twin = (x: tf.Tensor) => right(x);
