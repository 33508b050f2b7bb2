import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LocalPaths } from './paths.ts';
import type { SetupLayer } from './setupProblem.ts';

/** A Python environment that set-up makes from requirements files and from nothing else. */
export interface Environment {
  /** What progress and problems call it. */
  title: string;
  layer: SetupLayer;
  folder: string;
  python: string;
  /** Files with exact versions, below the checkout. */
  requirements: string[];
  /** Variable by which a person names an interpreter of his own in its place. */
  givenBy?: 'GRADECHECK_PYTHON';
  /** A line of Python that must run before the environment counts as finished: packages may need what this processor lacks. */
  probe?: string;
}

/** Judge, pytorch and numpy. The tests' packages are the product's and then some. */
export function mainEnvironment(paths: LocalPaths, options: { withTests: boolean }): Environment {
  return {
    title: 'Python environment',
    layer: 'python',
    folder: dirname(dirname(paths.python)),
    python: paths.python,
    requirements: options.withTests ? ['workers/requirements.txt', 'workers/requirements-test.txt'] : ['workers/requirements.txt'],
    givenBy: 'GRADECHECK_PYTHON',
  };
}

/** One of its own: TensorFlow and PyTorch side by side want different versions of the same packages, and start slower. */
export function kerasEnvironment(paths: LocalPaths): Environment {
  // The judge looks for finished environments here, by the names that runtime.json uses.
  const folder = join(paths.home, 'environments', 'keras');
  return {
    title: 'Keras environment',
    layer: 'keras',
    folder,
    python: join(folder, 'bin', 'python'),
    requirements: ['workers/environments/keras.txt'],
    // Keras makes a folder in the home of whoever imports it, if it can.
    probe: 'import os; os.environ["KERAS_HOME"] = "/dev/null/keras"; import tensorflow, keras; tensorflow.ones(2) + 1',
  };
}

/** `name` → version, as the environment's requirements pin them. */
export function pinnedVersions(root: string, environment: Environment): Record<string, string> {
  const lines = environment.requirements.flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'));
  return Object.fromEntries(lines.map((line) => line.split('#')[0]!.trim().split('==')).filter((pin) => pin.length === 2));
}
