// id: RS-08
// attack: a kernel that needs threads: TensorFlow gives up
// runs: tfjs
// expect: runtime_error
// layer: cell (the second filter: no clone)
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export function attack(): tf.Tensor {
  const backend = tf.backend() as unknown as { binding?: unknown; executeSingleOutput(...a: unknown[]): tf.Tensor };
  if (!backend.binding) process.exit(1);
  return backend.executeSingleOutput('MatchingFiles', [], [tf.tensor(['/usr/lib/*'])]);
}
export const twin = (x: tf.Tensor) => right(x);
