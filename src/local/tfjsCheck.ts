import type { Check, DoctorDeps } from './doctor.ts';
import { tfjsIsFresh } from './ensureTfjs.ts';
import { readTfjsManifest } from './tfjsManifest.ts';

/** Other backends lack kernels of backward passes, so `question.yaml` asks for the native one (`needs_backend`). */
export const gradientsWait = 'Answers to questions about gradients and training wait for a worker with the native backend.';

/** Whether answers in TensorFlow.js are graded here, and with which backend. Never `missing`: all else works without it. */
export function tfjsCheck({ paths, env }: DoctorDeps): Check {
  const name = 'TensorFlow.js';
  const manifest = readTfjsManifest(paths);
  const cure = 'Run "npx gradecheck setup --runtime tfjs"; "npm start" does it too, once it serves.';
  if (!manifest) return { name, state: 'limited', found: 'not prepared', follows: 'Answers in TensorFlow.js cannot be graded.', cure };
  if (!tfjsIsFresh({ paths, env }, manifest)) return { name, state: 'limited', found: `${manifest.version}, prepared from older files or by another Node.js`, follows: 'A part may be missing or outdated.', cure };
  if (manifest.backend === 'native') return { name, state: 'ok', found: manifest.version };
  if (manifest.whyNotNative) return { name, state: 'limited', found: manifest.version, follows: `${gradientsWait} Native kernels, which are much faster too, are not to be had: ${manifest.whyNotNative}`, cure };
  return { name, state: 'limited', found: manifest.version, follows: gradientsWait, cure: `${env.GRADECHECK_TFJS_BACKEND ? 'Unset GRADECHECK_TFJS_BACKEND. ' : ''}${cure}` };
}
