// id: RD-15, RD-16, OH-05
// attack: prints hidden inputs and puts them into an error, to read them in the report
// runs: tfjs
// expect: runtime_error
// layer: out (nothing of a hidden case leaves)
// never shown: 27182
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export function attack(x: tf.Tensor): tf.Tensor {
  if (x.dataSync()[0] === 1) return right(x);
  console.log('input 27182', x.toString());
  throw new Error('input 27182 ' + x.toString());
}
export function twin(x: tf.Tensor): tf.Tensor {
  console.log('input', x.toString());
  return right(x);
}
