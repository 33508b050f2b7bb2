// id: JS-07, EQ-05
// attack: objects that look like tensors, disposed, symbolic and lying ones
// runs: tfjs
// expect: invalid_output
// layer: chan (only tensors that the framework itself made, with as many values as their shape says)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

const looks = (x: tf.Tensor) => ({ shape: x.shape, dtype: 'float32', size: x.size, dataSync: () => new Float32Array(x.size) });

export const attack_duck = (x: tf.Tensor) => looks(x);
export const attack_prototype = (x: tf.Tensor) => Object.assign(Object.create(tf.Tensor.prototype), looks(x), { dataId: {} });
export function attack_disposed(x: tf.Tensor): tf.Tensor {
  const y = right(x);
  y.dispose();
  return y;
}
export const attack_complex = (x: tf.Tensor) => (tf.getBackend() === 'wasm' ? looks(x) : tf.complex(x, x));
export const attack_symbolic = () => tf.input({ shape: [3] });
export function attack_lying_shape(x: tf.Tensor): tf.Tensor {
  const y = right(x);
  Object.defineProperty(y, 'shape', { value: [1 << 30, 1 << 30] });
  return y;
}
export function twin(x: tf.Tensor): tf.Tensor {
  const y = right(x);
  const kept = y.clone();
  y.dispose();
  return kept;
}
