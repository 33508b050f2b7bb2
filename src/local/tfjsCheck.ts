import type { Check, DoctorDeps } from './doctor.ts';
import { tfjsIsFresh } from './ensureTfjs.ts';
import { readTfjsManifest } from './tfjsManifest.ts';

/** Whether answers in TensorFlow.js are graded here, and with which backend. Never `missing`: all else works without it. */
export function tfjsCheck({ paths, env }: DoctorDeps): Check {
  const name = 'TensorFlow.js';
  const manifest = readTfjsManifest(paths);
  const cure = 'Run "npx gradecheck setup --runtime tfjs"; "npm start" does it too, once it serves.';
  if (!manifest) return { name, state: 'limited', found: 'not prepared', follows: 'Answers in TensorFlow.js cannot be graded.', cure };
  if (!tfjsIsFresh({ paths, env }, manifest)) return { name, state: 'limited', found: `${manifest.version}, prepared from older files or by another Node.js`, follows: 'A part may be missing or outdated.', cure };
  if (manifest.whyNotNative) return { name, state: 'limited', found: manifest.version, follows: `Native kernels, which are much faster, are not to be had: ${manifest.whyNotNative}`, cure };
  return { name, state: 'ok', found: manifest.version };
}
