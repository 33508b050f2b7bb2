import { ensureEnvironment } from '../local/ensureEnvironment.ts';
import { ensureTfjs } from '../local/ensureTfjs.ts';
import { ensureWebgpu } from '../local/ensureWebgpu.ts';
import { kerasEnvironment } from '../local/environments.ts';
import { kerasVersion } from '../local/kerasCheck.ts';
import { gradientsWait } from '../local/tfjsCheck.ts';
import { readTfjsManifest, type TfjsManifest } from '../local/tfjsManifest.ts';
import type { SetUpDeps } from './setup.ts';

/** A runtime that is prepared by itself: the others serve before it is there, and where it cannot be made. */
export interface ExtraRuntime {
  title: string;
  /** Variable that leaves it out of `serve` when it is `off`. */
  switch: string;
  /** Throws `SetupProblem`. */
  prepare(deps: SetUpDeps): Promise<Prepared>;
}

export interface Prepared {
  /** Whether a grader that runs already has to be renewed to offer it. */
  isNew: boolean;
  /** What can be graded now, as a sentence. */
  offered: string;
}

/** In the order in which `serve` prepares them: the quicker one first. */
export const extraRuntimes: Record<string, ExtraRuntime> = {
  tfjs: {
    title: 'TensorFlow.js',
    switch: 'GRADECHECK_TFJS',
    async prepare(deps) {
      const before = readTfjsManifest(deps.paths)?.stamp;
      const manifest = await ensureTfjs(deps);
      return { isNew: manifest.stamp !== before, offered: offeredTfjs(manifest) };
    },
  },
  keras: {
    title: 'Keras',
    switch: 'GRADECHECK_KERAS',
    async prepare(deps) {
      const environment = kerasEnvironment(deps.paths);
      const isNew = await ensureEnvironment(deps, environment);
      return { isNew, offered: `${kerasVersion(deps.paths.root, environment)} is ready for answers.` };
    },
  },
};

/** Prepared only when somebody asks for it: `gradecheck setup --device webgpu`. */
export const extraDevices: Record<string, Pick<ExtraRuntime, 'prepare'>> = {
  webgpu: {
    async prepare(deps) {
      const { manifest, isNew } = await ensureWebgpu(deps);
      return { isNew, offered: `TensorFlow.js ${manifest.version} on ${manifest.device.name} is ready for answers, once the grader is started again.` };
    },
  },
};

function offeredTfjs({ version, backend, whyNotNative }: TfjsManifest): string {
  const waiting = backend === 'native' ? '' : ` ${gradientsWait}`;
  const slower = whyNotNative ? ` Native kernels are not to be had: ${whyNotNative}` : '';
  return `TensorFlow.js ${version} is ready for answers.${waiting}${slower}`;
}
