// id: JS-05
// attack: an exit handler that says "done"
// runs: tfjs
// expect: invalid_output
// layer: chan (a nonce per case)
import * as tf from '@tensorflow/tfjs';
import { node, right } from './support';

export function attack(): never {
  process.on('exit', () => node('fs').writeSync(3, 'R'));
  process.exit(0);
}
export function twin(x: tf.Tensor): tf.Tensor {
  process.on('exit', () => console.log('R'));
  return right(x);
}
