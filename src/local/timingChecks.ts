import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Check } from './doctor.ts';

/** A file's text, or undefined where there is no such file. */
export type Read = (path: string) => string | undefined;

const readFile: Read = (path) => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
};

const slower = 'The same answer takes longer at one time than at another, and may meet its time limit.';

/** What makes the same answer take longer at one time than at another. All of it is advice: verdicts do not hang on it, unless a limit is near. */
export function timingChecks(read: Read = readFile, cpus: number = availableParallelism()): Check[] {
  if (process.platform !== 'linux') return [];
  return [governor(read), load(read, cpus), threadsPerCore(read), hugePages(read), swap(read), quota(read, cpus), steal(read)];
}

function governor(read: Read): Check {
  const name = 'cpu governor';
  const seen = read('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor');
  if (seen === undefined) return { name, state: 'ok', found: 'none to be seen: the clock is not for this machine to set' };
  if (seen === 'performance') return { name, state: 'ok', found: seen };
  return { name, state: 'limited', found: seen, follows: `The clock follows the load. ${slower}`, cure: 'For steady times: "cpupower frequency-set -g performance".' };
}

function load(read: Read, cpus: number): Check {
  const name = 'load';
  const minute = Number(read('/proc/loadavg')?.split(' ')[0] ?? Number.NaN);
  const found = Number.isNaN(minute) ? 'unknown' : `${minute.toFixed(2)} on ${cpus} processors`;
  if (!(minute > cpus * 0.7)) return { name, state: 'ok', found };
  return { name, state: 'limited', found, follows: `Answers share the processors with other work. ${slower}`, cure: 'Let the grader have the machine, or lower GRADER_SLOTS.' };
}

function threadsPerCore(read: Read): Check {
  const name = 'SMT';
  if (read('/sys/devices/system/cpu/smt/active') !== '1') return { name, state: 'ok', found: 'off, or not to be seen' };
  return { name, state: 'limited', found: 'on: two processors share one core', follows: `A neighbour on the same core can take a third of its speed. ${slower}`, cure: 'Set GRADER_SLOTS to the number of cores, or turn SMT off ("echo off > /sys/devices/system/cpu/smt/control").' };
}

function hugePages(read: Read): Check {
  const name = 'transparent huge pages';
  const seen = /\[(\w+)\]/.exec(read('/sys/kernel/mm/transparent_hugepage/enabled') ?? '')?.[1];
  if (seen === undefined) return { name, state: 'ok', found: 'not in this kernel' };
  // The zygotes ask for them by madvise, which both of these grant.
  if (seen !== 'never') return { name, state: 'ok', found: seen };
  return { name, state: 'limited', found: seen, follows: 'Cells start some milliseconds later: their memory comes in small pages.', cure: '"echo madvise > /sys/kernel/mm/transparent_hugepage/enabled".' };
}

function swap(read: Read): Check {
  const name = 'swap';
  const areas = (read('/proc/swaps') ?? '').split('\n').slice(1).filter(Boolean);
  const used = areas.reduce((sum, line) => sum + Number(line.split(/\s+/)[3] ?? 0), 0);
  if (areas.length === 0) return { name, state: 'ok', found: 'none' };
  if (used < 64 * 1024) return { name, state: 'ok', found: `${areas.length} area, hardly used` };
  return { name, state: 'limited', found: `${(used / 1024).toFixed(0)} MiB in use`, follows: `Warm cells may have been put aside. ${slower}`, cure: 'Give the machine more memory, or fewer slots; "swapoff -a" brings back what was put aside.' };
}

function quota(read: Read, cpus: number): Check {
  const name = 'cgroup cpu quota';
  const cores = coresOf(read);
  if (cores === undefined || cores >= cpus) return { name, state: 'ok', found: cores === undefined ? 'none' : `${cores.toFixed(1)} processors` };
  return { name, state: 'limited', found: `${cores.toFixed(1)} of ${cpus} processors`, follows: `Whoever uses it up waits for the next period, up to 100 ms. ${slower}`, cure: `Set GRADER_SLOTS to ${Math.max(1, Math.floor(cores))}, or give the container whole processors (a cpuset) instead of a quota.` };
}

/** As it is seen from inside a container, where the own group is the root of the mount. */
function coresOf(read: Read): number | undefined {
  const [most, period] = (read('/sys/fs/cgroup/cpu.max') ?? '').split(' ').map(Number);
  if (most && period) return most / period;
  const old = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us') ?? -1);
  return old > 0 ? old / Number(read('/sys/fs/cgroup/cpu/cpu.cfs_period_us') ?? 100_000) : undefined;
}

function steal(read: Read): Check {
  const name = 'stolen time';
  // user nice system idle iowait irq softirq steal
  const times = (read('/proc/stat') ?? '').split('\n')[0]!.split(/\s+/).slice(1, 9).map(Number);
  const all = times.reduce((sum, one) => sum + one, 0);
  if (times.length < 8 || !(all > 0)) return { name, state: 'ok', found: 'unknown' };
  const share = times[7]! / all;
  const found = `${(share * 100).toFixed(1)} % since this machine started`;
  if (share < 0.01) return { name, state: 'ok', found };
  return { name, state: 'limited', found, follows: `The host gave these processors to other machines. ${slower}`, cure: 'Move to a host with processors of its own.' };
}
