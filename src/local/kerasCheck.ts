import { existsSync } from 'node:fs';
import type { Check, DoctorDeps } from './doctor.ts';
import { environmentIsFinished } from './ensureEnvironment.ts';
import { kerasEnvironment, pinnedVersions } from './environments.ts';

/** Whether answers in Keras are graded here. Never `missing`: all else works without it. */
export function kerasCheck({ paths, env }: DoctorDeps): Check {
  const name = 'Keras';
  const environment = kerasEnvironment(paths);
  const follows = 'Answers in Keras cannot be graded.';
  const cure = 'Run "npx gradecheck setup --runtime keras" (some minutes and 1.7 GB); "npm start" does it too, once it serves.';
  if (environmentIsFinished(paths, environment)) return { name, state: 'ok', found: kerasVersion(paths.root, environment) };
  if (env.GRADECHECK_KERAS === 'off') return { name, state: 'limited', found: 'left out by GRADECHECK_KERAS=off', follows, cure };
  return { name, state: 'limited', found: existsSync(environment.python) ? 'not finished, or made from older requirements' : 'not prepared', follows, cure };
}

export function kerasVersion(root: string, environment: ReturnType<typeof kerasEnvironment>): string {
  const versions = pinnedVersions(root, environment);
  return `TensorFlow ${versions['tensorflow-cpu']} with Keras ${versions.keras}`;
}
