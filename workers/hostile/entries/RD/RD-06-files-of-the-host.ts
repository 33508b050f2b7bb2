// id: RD-06, XJ-04, RD-08, RD-14, FS-01, FS-02, KN-07
// attack: reads, lists and writes files, its own folder included
// runs: tfjs
// expect: judged
// layer: cell (the second filter: no open, no stat)
import { node, refused, refusedLater, Escaped } from './support';

export async function act(): Promise<void> {
  const fs = node('fs');
  for (const path of ['/etc/passwd', '/proc/self/environ', '/proc/1/cmdline', '/proc/self/mem', '/usr/lib/os-release', '/box', '/', '/dev/shm', '/sys']) {
    refused('open ' + path, () => fs.readFileSync(path));
    refused('stat ' + path, () => fs.statSync(path));
    refused('list ' + path, () => fs.readdirSync(path));
  }
  refused('write', () => fs.writeFileSync('/box/a', 'x'));
  refused('make', () => fs.mkdirSync('/box/a'));
  refused('link', () => fs.symlinkSync('/', '/box/a'));
  await refusedLater('read later', () => fs.promises.readFile('/usr/lib/os-release'));
  const names = Object.keys(process.env).filter((name) => !name.startsWith('TF_'));
  if (names.some((name) => /KEY|SECRET|DATABASE|GRADECHECK|HOME|USER/.test(name))) throw new Escaped(names.join());
}
