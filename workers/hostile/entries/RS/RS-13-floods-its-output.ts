// id: RS-13, RS-15
// attack: megabytes of text, in lines and in one line
// runs: tfjs
// expect: judged
// layer: cell (a sealed file of 64 KiB; the rest is refused)
import { node } from './support';

export function act(): void {
  for (let i = 0; i < 2000; i++) console.log('A'.repeat(1000));
  try {
    node('fs').writeSync(1, 'B'.repeat(1 << 20));
  } catch {
    /* full */
  }
}
