// id: RS-08
// attack: worker threads
// runs: tfjs
// expect: judged
// layer: cell (the second filter: no clone)
import { Escaped, node } from './support';

export function act(): Promise<void> {
  const { Worker } = node('worker_threads');
  return new Promise((done, fail) => {
    try {
      const worker = new Worker('0', { eval: true });
      worker.on('error', () => done());
      worker.on('online', () => fail(new Escaped('a worker thread runs')));
      worker.on('exit', () => done());
    } catch {
      done();
    }
  });
}
