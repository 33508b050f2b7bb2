import { describe, expect, it } from 'vitest';
import { findForbidden, inspectSources } from './forbiddenScan.ts';

const forbidden = ['tf.softmax', 'tf.losses.softmaxCrossEntropy', 'tf.metrics'];
const head = "import * as tf from '@tensorflow/tfjs';\n";

describe('uses are found with their line', () => {
  it.each([
    `${head}const y = tf.softmax(x);`,
    `${head}const y = tf['softmax'](x);`,
    `${head}const y = tf['soft' + 'max'](x);`,
    `${head}const y = tf[\`softmax\`](x);`,
    `${head}const y = tf?.softmax?.(x);`,
    `${head}const y = (tf as any).softmax(x);`,
    `${head}const y = tf.metrics.meanSquaredError(x, x);`,
    `${head}export const f = tf.softmax;`,
    "import { softmax } from '@tensorflow/tfjs';\nconst y = softmax(x);",
    "import { softmax as s } from '@tensorflow/tfjs-core';\nconst y = s(x);",
    "import { softmax } from '@tensorflow/tfjs';\nexport { softmax as f };",
    "import tf from '@tensorflow/tfjs';\nconst y = tf.softmax(x);",
    "const tf = require('@tensorflow/tfjs');\nconst y = tf.softmax(x);",
    "const { softmax: s } = require('@tensorflow/tfjs');\nconst y = s(x);",
    "const { losses } = require('@tensorflow/tfjs');\nconst y = losses.softmaxCrossEntropy(x, x);",
    `const t = require('@tensorflow/tfjs'), u = t, v = u;\nconst y = v.softmax(x);`,
    "const load = async () => {\n const y = (await import('@tensorflow/tfjs')).softmax(x); };",
  ])('%s', (source) => {
    expect(findForbidden('solution.ts', source, forbidden)).toMatchObject({ line: 2 });
  });
});

describe('mentions and what is in doubt are no use', () => {
  it.each([
    `${head}// tf.softmax(x)`,
    `${head}const text = 'tf.softmax(x)'; const more = \`tf.softmax\`;`,
    `${head}const softmax = (x: tf.Tensor) => x; softmax(x);`,
    `${head}class Own { softmax() {} } new Own().softmax();`,
    `${head}function f(tf: any) { return tf.softmax(x); }`,
    `${head}{ const tf = { softmax: (x: any) => x }; tf.softmax(x); }`,
    `${head}try {} catch (tf) { tf.softmax(x); }`,
    `${head}for (const tf of layers) tf.softmax(x);`,
    `${head}let y = x.softmax();`, // of what type? it is seen when it runs
    `${head}let y = tf[name](x);`,
    `${head}const table = { softmax: 1 }; table.softmax;`,
    `${head}const y = tf.logSoftmax(x); tf.losses.meanSquaredError(x, x);`,
    `${head}type S = typeof tf.softmax;`,
    "import { softmax } from '@tensorflow/tfjs';",
    "import { softmax } from './mine';\nsoftmax(x);",
    "import { softmax } from '@tensorflow/tfjs';\nfunction f(softmax: any) { return softmax(x); }",
    'export function f( {',
    '',
  ])('%s', (source) => {
    expect(findForbidden('solution.ts', source, forbidden)).toBeUndefined();
  });
});

it('says where, and looks at every source', () => {
  const files = new Map([
    ['notes.txt', `${head}tf.softmax(x)`],
    ['lib/a.js', `${head}\ntf.softmax(x)`],
  ]);
  expect(() => inspectSources(files, forbidden)).toThrow('lib/a.js, line 3: tf.softmax may not be used here');
});
