import { expect, test } from 'vitest';
import { timingChecks } from './timingChecks.ts';

const quiet: Record<string, string> = {
  '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'performance',
  '/proc/loadavg': '0.10 0.20 0.30 1/200 4711',
  '/sys/devices/system/cpu/smt/active': '0',
  '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never',
  '/proc/swaps': 'Filename Type Size Used Priority',
  '/sys/fs/cgroup/cpu.max': 'max 100000',
  '/proc/stat': 'cpu  100 0 100 9000 10 0 0 5 0 0\ncpu0 1 1 1',
};
const check = (changes: Record<string, string>, cpus = 4) => timingChecks((path) => ({ ...quiet, ...changes })[path], cpus).filter(({ state }) => state !== 'ok');

test.runIf(process.platform === 'linux')('a quiet machine, and one about which nothing can be read, have nothing to mend', () => {
  expect(check({})).toEqual([]);
  expect(timingChecks(() => undefined, 4).map(({ state }) => state)).toEqual(Array(7).fill('ok'));
});

test.runIf(process.platform === 'linux').each([
  ['cpu governor', { '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'powersave' }, /powersave/],
  ['load', { '/proc/loadavg': '3.91 2 1 1/2 3' }, /3\.91 on 4/],
  ['SMT', { '/sys/devices/system/cpu/smt/active': '1' }, /share one core/],
  ['transparent huge pages', { '/sys/kernel/mm/transparent_hugepage/enabled': 'always madvise [never]' }, /never/],
  ['swap', { '/proc/swaps': 'Filename Type Size Used Priority\n/dev/sda2 partition 1048576 524288 -2' }, /512 MiB/],
  ['cgroup cpu quota', { '/sys/fs/cgroup/cpu.max': '150000 100000' }, /1\.5 of 4/],
  ['cgroup cpu quota', { '/sys/fs/cgroup/cpu.max': '', '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000', '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000' }, /2\.0 of 4/],
  ['stolen time', { '/proc/stat': 'cpu  100 0 100 9000 10 0 0 500 0 0' }, /5\.1 %/],
])('%s is told, with what follows and what to do', (name, changes, found) => {
  const [told, ...others] = check(changes as Record<string, string>);
  expect(others).toEqual([]);
  expect(told).toMatchObject({ name, state: 'limited', found: expect.stringMatching(found), follows: expect.any(String), cure: expect.any(String) });
});
