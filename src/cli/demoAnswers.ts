import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoAnswer {
  question: string;
  /** What there is about this answer. */
  label: string;
  runtime: string;
  /** What an honest grader must find. */
  expected: 'accepted' | 'wrong_answer';
  source: string;
}

const answers = [
  { label: 'right', question: 'channel-shuffle', runtime: 'numpy', expected: 'accepted', file: 'channel_shuffle_right.py' },
  { label: 'right', question: 'fuse-conv-bn', runtime: 'pytorch', expected: 'accepted', file: 'fuse_conv_bn_right.py' },
  { label: 'groups swapped', question: 'channel-shuffle', runtime: 'pytorch', expected: 'wrong_answer', file: 'channel_shuffle_wrong.py' },
  { label: 'settings and bias lost', question: 'fuse-conv-bn', runtime: 'pytorch', expected: 'wrong_answer', file: 'fuse_conv_bn_wrong.py' },
] as const;

export const readDemoAnswers = (root: string): DemoAnswer[] =>
  answers.map(({ file, ...answer }) => ({ ...answer, source: readFileSync(join(root, 'src', 'cli', 'demoAnswers', file), 'utf8') }));
