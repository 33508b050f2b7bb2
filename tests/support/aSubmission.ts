import type { Submission } from '../../src/cli/apiClient.ts';

/** A graded answer as the API shows it: one concept passed, one failed. */
export const aSubmission = (fields: Partial<Submission> = {}): Submission => ({
  id: 'sub_01k5x3v8h2tq7m4n9d6c1b0e5f',
  question_id: 'fuse-conv-bn',
  question_revision: `sha256:${'0'.repeat(64)}`,
  variant: null,
  kind: 'code',
  mode: 'grade',
  status: 'graded',
  verdict: 'wrong_answer',
  score: 40,
  max_score: 100,
  version: 5,
  metadata: {},
  created_at: '2026-01-31T12:00:00.000Z',
  started_at: '2026-01-31T12:00:00.003Z',
  finished_at: '2026-01-31T12:00:00.030Z',
  progress: { done: 3, total: 3 },
  message: null,
  concepts: [
    { concept: 'basic_fusion', passed: true },
    { concept: 'conv_bias', passed: false, feedback: 'Ask where that bias stands.' },
  ],
  cases: [
    { name: 'public_3x3', visibility: 'public', concept: 'basic_fusion', verdict: 'accepted', max_error: 2.4e-7, tolerance: 1.3e-5 },
    {
      name: 'public_bias',
      visibility: 'public',
      concept: 'conv_bias',
      verdict: 'wrong_answer',
      mistake: 'nan_position',
      mismatches: [{ output: 'output', index: [0, 1], expected: 2, returned: 'NaN' }],
    },
    { name: 'hidden_3', visibility: 'hidden', concept: 'conv_bias', verdict: 'wrong_answer', mistake: 'value', max_error: 0.5, tolerance: 1e-5 },
  ],
  runtime: { name: 'pytorch', version: '2.13.0' },
  device: { type: 'cpu', name: 'x86-64', driver: null, libraries: { torch: '2.13.0' }, fallback_from: null },
  waiting_for: null,
  regrades: [],
  timings_ms: { queued: 3, prepare: 1, start: 0.2, run: 19.2, compare: 2 },
  ...fields,
});
