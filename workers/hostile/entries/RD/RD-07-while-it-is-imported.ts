// id: RD-07, CP-05
// attack: looks around while it is imported, before any case
// runs: tfjs
// expect: judged
// layer: cell (the lock is on before a byte is read)
import { node, refused } from './support';

refused('accounts', () => node('fs').readFileSync('/etc/passwd'));
refused('library', () => node('fs').readFileSync('/usr/lib/os-release'));
refused('program', () => node('child_process').execFileSync('/usr/bin/env'));
export function act(): void {}
