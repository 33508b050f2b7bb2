import { describe, expect, it } from 'vitest';
import { readJudgeFrame } from './readJudgeFrame.ts';

type Path = (string | number)[];

const tensor = (name: string) => ({ name, dtype: 'float32', shape: [2, 32], values: Array.from({ length: 64 }, (_, n) => n / 7), truncated: true });
const publicCase = {
  name: 'public_example',
  visibility: 'public',
  concept: 'permutation',
  verdict: 'wrong_answer',
  max_error: 0.5,
  tolerance: 1e-6,
  mistake: 'value',
  message: 'y differs at [0, 1]',
  params: { groups: 2, nested: { any: [null, true] } },
  inputs: [tensor('x')],
  expected: [tensor('y')],
  returned: [{ ...tensor('y'), values: ['NaN', 'Infinity', -1, true], truncated: false }],
  mismatches: [{ output: 'y', index: [0, 1], expected: 1, returned: 'NaN' }],
  stdout: 'hello\n',
  stdout_truncated: false,
};
const hiddenCases = Array.from({ length: 12 }, (_, n) => ({ name: `hidden_${n + 1}`, visibility: 'hidden', concept: 'gradient', verdict: 'accepted' }));

/** As a judge sends one: everything that a report may have, and a field that this version does not know. */
const result = () => ({
  event: 'result',
  id: 7,
  report: {
    verdict: 'wrong_answer',
    score: 50,
    max_score: 100,
    message: '0 of 1 public cases passed and 12 of 12 hidden cases.',
    concepts: [{ concept: 'gradient', passed: true }, { concept: 'permutation', passed: false, feedback: { en: 'Think.', zh: '想一想。' } }],
    cases: [structuredClone(publicCase), ...structuredClone(hiddenCases)],
    runtime: { name: 'pytorch', version: '2.13.0+cpu' },
    device: { type: 'cpu', name: 'a processor', driver: null, libraries: { torch: '2.13.0+cpu' }, fallback_from: 'cuda' },
    timings_ms: { prepare: 1, start: 6.5, run: 14, compare: 2 },
    of_a_later_version: 1,
  },
  evidence: {
    seed: 'ab'.repeat(32),
    isolation_level: 'full',
    cells: [{ load: 'returned', load_ms: 5.1, detail: '', cases: [{ name: 'a', label: 'hidden_1', outcome: 'returned', ran: true }] }],
    borderline: { reran: 1, differed: 0 },
    watched: { called: null, reproduced: true, cases: 3 },
  },
});

const deleted = Symbol('deleted');

/** The frame with one value changed, or taken out. */
function changed<T extends object>(frame: T, path: Path, value: unknown): T {
  const parent = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, key) => at[key] as never, frame as never);
  if (value === deleted) delete parent[path.at(-1)!];
  else parent[path.at(-1)!] = value;
  return frame;
}

describe('a result', () => {
  it('is taken as it is', () => {
    expect(readJudgeFrame(result())).toEqual(result());
    for (const missing of ['message', 'of_a_later_version']) expect(readJudgeFrame(changed(result(), ['report', missing], deleted))).toMatchObject({ event: 'result' });
    for (const missing of ['isolation_level', 'cells', 'borderline', 'watched']) expect(readJudgeFrame(changed(result(), ['evidence', missing], deleted))).toMatchObject({ event: 'result' });
  });

  const required: Path[] = [
    ...['verdict', 'score', 'max_score', 'concepts', 'cases', 'runtime', 'device', 'timings_ms'].map((key) => ['report', key]),
    ...['name', 'visibility', 'concept', 'verdict'].map((key) => ['report', 'cases', 1, key]),
    ...['name', 'dtype', 'shape', 'values', 'truncated'].map((key) => ['report', 'cases', 0, 'returned', 0, key]),
    ...['prepare', 'start', 'run', 'compare'].map((key) => ['report', 'timings_ms', key]),
    ['report', 'concepts', 0, 'passed'],
    ['report', 'concepts', 1, 'feedback', 'zh'],
    ['report', 'device', 'name'],
    ['report', 'runtime', 'version'],
    ['evidence', 'seed'],
    ['evidence', 'borderline', 'differed'],
    ['evidence'],
    ['report'],
  ];
  it.each(required.map((path) => [path.join('/'), path] as const))('without %s is one that broke', (_, path) => {
    expect(readJudgeFrame(changed(result(), path, deleted))).toMatchObject({ event: 'malformed', id: 7, detail: expect.stringContaining(`'${path.at(-1)}'`) as string });
  });

  it.each([
    [['report', 'verdict'], 'grader_error'],
    [['report', 'verdict'], 'splendid'],
    [['report', 'verdict'], ['accepted']],
    [['report', 'score'], '50'],
    [['report', 'score'], -1],
    [['report', 'score'], Infinity],
    [['report', 'score'], null],
    [['report', 'max_score'], 0],
    [['report', 'message'], null],
    [['report', 'concepts'], {}],
    [['report', 'concepts'], Array.from({ length: 1001 }, () => ({ concept: 'c', passed: true }))],
    [['report', 'concepts', 1, 'feedback'], 'Think.'],
    [['report', 'cases'], Array.from({ length: 1001 }, () => hiddenCases[0])],
    [['report', 'cases', 0], null],
    [['report', 'cases', 0, 'visibility'], 'secret'],
    [['report', 'cases', 0, 'max_error'], 'NaN'],
    [['report', 'cases', 0, 'returned', 0, 'shape'], [-1]],
    [['report', 'cases', 0, 'returned', 0, 'values'], [null]],
    [['report', 'cases', 0, 'mismatches', 0, 'index'], [0.5]],
    [['report', 'cases', 0, 'params'], []],
    [['report', 'cases', 1, 'stdout'], 'what only a public case may show'],
    [['report', 'device', 'type'], 'abacus'],
    [['report', 'device', 'libraries', 'torch'], 2],
    [['report', 'runtime', 'name'], 'PyTorch '],
    [['report', 'timings_ms', 'run'], '14'],
    [['evidence', 'seed'], 'ab'],
    [['evidence', 'seed'], 'AB'.repeat(32)],
    [['evidence', 'borderline', 'reran'], 0.5],
    [['evidence', 'cells'], 'none'],
    [['report'], []],
    [['evidence'], null],
  ] as [Path, unknown][])('whose %j is %j is one that broke', (path, value) => {
    const read = readJudgeFrame(changed(result(), path, value));
    expect(read).toMatchObject({ event: 'malformed', id: 7 });
    expect((read as { detail: string }).detail.length).toBeLessThan(300);
  });

  it('costs next to nothing to check', () => {
    const frames = Array.from({ length: 20 }, result);
    // Many short batches: whatever else this machine does, one of them is left alone.
    const batches = Array.from({ length: 300 }, () => {
      const began = performance.now();
      for (const frame of frames) readJudgeFrame(frame);
      return (performance.now() - began) / frames.length;
    });
    expect(Math.min(...batches)).toBeLessThan(0.05);
  });
});

describe('another frame', () => {
  const isolation = { checked_at: '2026-01-01T00:00:00Z', serves: true, layers: [{ name: 'seccomp', holds: true, required: true, detail: '' }], selftest: [], kernel: 'test' };
  const ready = () => ({ event: 'ready', isolation: structuredClone(isolation), runtimes: [{ name: 'tfjs', version: '4', devices: ['cpu'], backend: 'wasm' }], devices: [{ type: 'cpu', name: 'x' }], slots: 2 });
  const progress = () => ({ event: 'progress', id: 1, done: 0, total: 3 });
  const fault = () => ({ event: 'fault', id: 1, reason: 'zygote_died', detail: '' });

  it.each([ready, progress, fault])('is taken as it is: %o', (frame) => {
    expect(readJudgeFrame(frame())).toEqual(frame());
  });

  it.each([
    null,
    3,
    [],
    {},
    { event: 'surprise', id: 1 },
    { ...result(), id: '7' },
    changed(ready(), ['isolation', 'serves'], 'yes'),
    changed(ready(), ['isolation', 'kernel'], deleted),
    changed(ready(), ['runtimes', 0, 'devices'], ['abacus']),
    changed(ready(), ['slots'], 0),
    changed(progress(), ['done'], '1'),
    changed(fault(), ['reason'], deleted),
    changed(fault(), ['id'], deleted),
  ])('that is none ends the judge: %j', (frame) => {
    expect(() => readJudgeFrame(frame)).toThrow(/a frame that is none/);
  });
});
