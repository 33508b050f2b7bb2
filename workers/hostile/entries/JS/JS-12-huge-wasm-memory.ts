// id: JS-12
// attack: a gigabyte for WebAssembly
// runs: tfjs
// expect: judged
// layer: cell (memory limit)
import { refused } from './support';

export function act(): void {
  refused('memory', () => {
    const memory = new WebAssembly.Memory({ initial: 16384 });
    return new Uint8Array(memory.buffer).fill(1).byteLength;
  });
}
