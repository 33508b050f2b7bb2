// id: FR-01, FR-05, FR-08, FR-13
// attack: "done", garbage, a flood and a false header on the result channel
// runs: tfjs
// expect: invalid_output
// layer: chan (a nonce per case, one message, bounds)
import * as tf from '@tensorflow/tfjs';
import { node, right } from './support';

export function attack_done(): never {
  node('fs').writeSync(3, 'R');
  for (;;);
}
export function attack_flood(): never {
  for (;;) node('fs').writeSync(3, 'Z'.repeat(1000));
}
export function attack_header(): never {
  const fs = node('fs');
  const header = Buffer.alloc(4096);
  header.write('GCAR');
  header.writeUInt32LE(1, 4);
  header.writeUInt32LE(0xffffffff, 24);
  for (let fd = 4; fd < 60; fd++) {
    try {
      fs.writeSync(fd, header, 0, 4096, 0);
    } catch {
      /* not the arena */
    }
  }
  fs.writeSync(3, 'R');
  for (;;);
}
export function twin(x: tf.Tensor): tf.Tensor {
  console.log('R');
  return right(x);
}
