import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** Every living process of this machine; zombies are left out, they hold nothing. Linux only. */
export function processes(): Process[] {
  const found: Process[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z') continue;
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').join(' ').trim();
      found.push({ pid: Number(entry), parent: Number(parent), command });
    } catch {
      // it ended between listing and reading
    }
  }
  return found;
}

/** Children, their children, and so on. */
export function descendants(pid: number): Process[] {
  const all = processes();
  const family: Process[] = [];
  for (let parents = [pid]; parents.length; ) {
    const children = all.filter((p) => parents.includes(p.parent));
    family.push(...children);
    parents = children.map((p) => p.pid);
  }
  return family;
}

export const alive = (pid: number): boolean => processes().some((p) => p.pid === pid);
