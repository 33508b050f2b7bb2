// id: JS-12, KN-08
// attack: files, programs, threads, addons, sockets and signals, one after the other
// runs: tfjs
// expect: judged
// layer: cell (the second filter)
// quick: yes
import { node, refused } from './support';

export function act(): void {
  refused('open a file', () => node('fs').readFileSync('/usr/lib/os-release'));
  refused('list a folder', () => node('fs').readdirSync('/'));
  refused('write a file', () => node('fs').writeFileSync('/box/a', ''));
  refused('run a program', () => {
    const { error } = node('child_process').spawnSync('/usr/bin/env');
    if (error) throw error;
  });
  refused('load native code', () => process.dlopen({ exports: {} } as never, '/usr/lib/x86_64-linux-gnu/libz.so.1'));
  refused('load its own lock', () => process.dlopen({ exports: {} } as never, process.cwd() + '/lock.node'));
  refused('start a thread', () => new (node('worker_threads').Worker)('', { eval: true }));
  refused('signal another process', () => process.kill(2, 9));
}
