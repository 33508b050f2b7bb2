// id: FS-02
// attack: the kernel that writes: TensorFlow tries for ever
// runs: tfjs
// expect: time_limit
// layer: cell (the second filter: no open), sup
// limit: 1
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export function attack(): never {
  const backend = tf.backend() as unknown as { binding?: unknown; executeMultipleOutputs(...a: unknown[]): unknown };
  if (backend.binding) backend.executeMultipleOutputs('WriteFile', [], [tf.tensor('/box/a'), tf.tensor('b')], 0);
  for (;;);
}
export const twin = (x: tf.Tensor) => right(x);
