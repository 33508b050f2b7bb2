import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../protocol/devices.ts';
import type { Check, DoctorDeps } from './doctor.ts';
import { readWebgpuManifest } from './ensureWebgpu.ts';
import { runCommand } from './runCommand.ts';

const controlNode = '/dev/nvidiactl';

/** What answers can be graded on here, as the judge itself finds it. Never `missing`: without a card everything runs on the processor. */
export async function deviceChecks(deps: DoctorDeps, python: string | undefined, hasNode: (path: string) => boolean = existsSync): Promise<Check[]> {
  const found = python === undefined ? undefined : await findDevices(deps, python);
  return [processorCheck(found), cudaCheck(found, hasNode(controlNode)), webgpuCheck(deps)];
}

async function findDevices({ paths, env }: DoctorDeps, python: string): Promise<Device[] | undefined> {
  try {
    const asked = await runCommand(python, ['-I', join(paths.root, 'workers', 'judge', 'devices.py'), paths.build], { env });
    return JSON.parse(asked.output) as Device[];
  } catch {
    return undefined;
  }
}

function processorCheck(found: Device[] | undefined): Check {
  const processor = found?.find(({ type }) => type === 'cpu');
  if (processor) return { name: 'device cpu', state: 'ok', found: processor.name };
  return { name: 'device cpu', state: 'limited', found: 'not asked: the probe is a Python program', follows: 'Nothing is known about the devices of this machine.', cure: 'Install Python first.' };
}

function cudaCheck(found: Device[] | undefined, driverIsThere: boolean): Check {
  const name = 'device cuda';
  const card = found?.find(({ type }) => type === 'cuda');
  if (card) return { name, state: 'ok', found: `${card.name}, driver ${card.driver}; a worker that starts says which runtimes can use it (GET /v1/isolation)` };
  if (!driverIsThere) return { name, state: 'ok', found: 'no NVIDIA card; questions that need one are left to other workers' };
  return {
    name,
    state: 'limited',
    found: `${controlNode} is there, but the driver does not answer`,
    follows: 'No answer is graded on the card.',
    cure: 'See what "nvidia-smi" says; /dev/nvidia0 and /dev/nvidia-uvm must be there too ("nvidia-modprobe -u -c 0"; in a container pass all three).',
  };
}

function webgpuCheck({ paths }: DoctorDeps): Check {
  const name = 'device webgpu';
  const manifest = readWebgpuManifest(paths);
  if (manifest) return { name, state: 'ok', found: `${manifest.device.name} (${manifest.device.driver}), in software, for TensorFlow.js` };
  return { name, state: 'limited', found: 'not prepared', follows: 'TensorFlow.js answers cannot be graded on WebGPU; few want that.', cure: 'Run "npx gradecheck setup --device webgpu" (150 MB for a moment; needs Mesa).' };
}
