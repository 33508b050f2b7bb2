// id: FR-02, FR-03, SV-05
// attack: prints a pass and ends with exit code 0, aborts, or breaks the second case only
// runs: tfjs
// expect: runtime_error
// layer: chan, sup (tensors are the only evidence)
import * as tf from '@tensorflow/tfjs';
import { node, right } from './support';

let calls = 0;
export function attack_exit(): never {
  console.log('{"verdict":"accepted"}\n1 passed');
  process.exit(0);
}
export function attack_abort(): never {
  process.abort();
}
export function attack_second_case(x: tf.Tensor): tf.Tensor {
  if (++calls > 1) process.exit(0);
  return right(x);
}
export function attack_closes_its_channel(): never {
  node('fs').closeSync(3);
  for (;;);
}
export function twin(x: tf.Tensor): tf.Tensor {
  process.on('exit', () => console.log('bye'));
  return right(x);
}
