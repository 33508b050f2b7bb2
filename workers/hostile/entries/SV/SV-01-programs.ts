// id: SV-01, SV-03, RS-07
// attack: programs, and signals to others
// runs: tfjs
// expect: judged
// layer: cell (both filters: no clone, no execve, signals to itself only)
import { Escaped, node, refused } from './support';

export function act(): void {
  const child = node('child_process');
  refused('exec', () => child.execFileSync('/usr/bin/env'));
  if (!child.spawnSync('/usr/bin/env').error) throw new Escaped('spawnSync');
  refused('fork', () => child.execSync('id'));
  for (const pid of [-1, 0, 2, process.ppid || 12345]) refused('kill ' + pid, () => process.kill(pid, 9));
}
