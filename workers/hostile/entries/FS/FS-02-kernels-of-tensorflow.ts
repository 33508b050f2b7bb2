// id: FS-02, FS-01
// attack: TensorFlow's file kernels, which JavaScript can reach
// runs: tfjs
// expect: judged
// layer: cell (the second filter: no open)
import * as tf from '@tensorflow/tfjs';
import { refused } from './support';

export function act(): void {
  const backend = tf.backend() as unknown as { binding?: unknown; executeSingleOutput(...a: unknown[]): tf.Tensor };
  if (backend.binding) refused('ReadFile', () => backend.executeSingleOutput('ReadFile', [], [tf.tensor('/usr/lib/os-release')]).dataSync());
  else console.log('no such kernels in this backend');
}
