import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A word that is the same as long as `pid` is the same process, and undefined once it is gone. Pids are used again, after a
 * reboot at once, so a pid alone would take a stranger for the holder of a lock.
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | undefined {
  try {
    // The command name stands in parentheses and may itself contain any character: count fields from the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot.slice(0, 8)}-${fields[19]}`;
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return started ? started.replaceAll(/\W+/g, '-') : undefined;
  } catch {
    return undefined;
  }
}
