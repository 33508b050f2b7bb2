// id: RS-04, SV-06, SV-07
// attack: endless recursion, an error from nowhere, and things thrown that are no errors
// runs: tfjs
// expect: runtime_error
// layer: cell, chan
import * as tf from '@tensorflow/tfjs';
import { right } from './support';

export function attack_recursion(): unknown {
  const deeper = (): unknown => [deeper()];
  return deeper();
}
export function attack_proxy(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a reporter least expects
  throw new Proxy({}, { get() { throw 1; } });
}
export function attack_nothing(): never {
  throw undefined;
}
export function attack_from_a_timer(): Promise<never> {
  setTimeout(() => { throw new Error('from nowhere'); }, 1);
  return new Promise(() => {});
}
export function twin(x: tf.Tensor): tf.Tensor {
  try {
    throw null;
  } catch {
    return right(x);
  }
}
