import { join } from 'node:path';
import type { Check, DoctorDeps } from './doctor.ts';
import { runCommand } from './runCommand.ts';

interface KernelProbe {
  root: boolean;
  kernel: string;
  namespaces: Record<string, string | null>;
  landlock_abi: number;
  seccomp: boolean;
  cgroups: Record<string, { version: 1 | 2 | null; writable: boolean; detail: string }>;
}

const notGraded = 'Code answers stay queued: they are never run without this wall.';
const stillWorks = 'The API and quiz questions.';
const namespaceCure = 'Run as root, or allow unprivileged user namespaces ("sysctl kernel.unprivileged_userns_clone=1", on Ubuntu 24.04 also "sysctl kernel.apparmor_restrict_unprivileged_userns=0"); in a container allow the unshare call.';

/** The walls that the kernel can put around a cell, each tried for real by a short Python program. */
export async function kernelChecks(deps: DoctorDeps, python: string | undefined): Promise<Check[]> {
  if (process.platform !== 'linux') {
    return [{ name: 'kernel', state: 'missing', found: process.platform, follows: 'Cells need Linux. Code answers stay queued.', cure: 'Grade on Linux, for instance with "npx gradecheck worker" there and this DATABASE_URL.', stillWorks }];
  }
  if (!python) {
    return [{ name: 'kernel', state: 'limited', found: 'not probed: the probe is a Python program', follows: 'Nothing is known about the walls around a cell.', cure: 'Install Python first.' }];
  }
  const probe = await runProbe(deps, python);
  if (!probe) return [{ name: 'kernel', state: 'limited', found: 'the probe did not answer', follows: 'The judge probes again when it starts, and refuses to serve if a required wall is missing.' }];
  return [...namespaceChecks(probe), seccompCheck(probe), landlockCheck(probe), ...cgroupChecks(probe)];
}

async function runProbe(deps: DoctorDeps, python: string): Promise<KernelProbe | undefined> {
  try {
    const answer = await runCommand(python, ['-I', join(deps.paths.root, 'src', 'local', 'probe_kernel.py')], { env: deps.env });
    return JSON.parse(answer.output) as KernelProbe;
  } catch {
    return undefined;
  }
}

function namespaceChecks(probe: KernelProbe): Check[] {
  const how = probe.root ? 'as root' : 'behind a user namespace';
  return ['user', 'pid', 'mount', 'net'].map((name) => {
    const refusal = probe.namespaces[name];
    if (refusal === null) return { name: `${name} namespace`, state: 'ok', found: `can be made, ${how}` };
    // As root a cell does without a user namespace of its own; everything else rests on the other three.
    if (name === 'user' && probe.root) return { name: 'user namespace', state: 'limited', found: refusal ?? 'unknown', follows: 'Cells run with a user id of their own instead.' };
    // The kernel says "no space" where a limit on their number is reached, and zero is such a limit.
    const limited = refusal === 'No space left on device';
    const cure = limited ? `Raise the limit: "sysctl user.max_${name === 'mount' ? 'mnt' : name}_namespaces=10000".` : namespaceCure;
    const found = limited ? 'the kernel allows no more of them' : (refusal ?? 'unknown');
    return { name: `${name} namespace`, state: 'missing', found, follows: notGraded, cure, stillWorks };
  });
}

function seccompCheck(probe: KernelProbe): Check {
  if (probe.seccomp) return { name: 'seccomp', state: 'ok', found: 'filters can kill a process' };
  return { name: 'seccomp', state: 'missing', found: 'no filters', follows: notGraded, cure: 'Use a kernel built with CONFIG_SECCOMP_FILTER.', stillWorks };
}

function landlockCheck(probe: KernelProbe): Check {
  if (probe.landlock_abi > 0) return { name: 'Landlock', state: 'ok', found: `ABI ${probe.landlock_abi} on kernel ${probe.kernel}` };
  return {
    name: 'Landlock',
    state: 'limited',
    found: `not in kernel ${probe.kernel}`,
    follows: 'One layer fewer around files; the read-only root still stands.',
    cure: 'Use kernel 5.13 or newer with landlock among the "lsm=" boot options.',
  };
}

function cgroupChecks(probe: KernelProbe): Check[] {
  const lost: Record<string, string> = {
    memory: 'Memory is bounded by RLIMIT_DATA alone.',
    pids: 'Threads are bounded by RLIMIT_NPROC alone.',
  };
  return Object.entries(probe.cgroups).map(([controller, { version, writable, detail }]) => {
    const name = `${controller} cgroup`;
    if (version && writable) return { name, state: 'ok', found: `version ${version}, ${detail}` };
    return {
      name,
      state: 'limited',
      found: version ? `version ${version}, not writable` : detail,
      follows: lost[controller],
      cure: 'Run as root, or have the group delegated ("systemd-run --user --scope -p Delegate=yes npm start").',
    };
  });
}
