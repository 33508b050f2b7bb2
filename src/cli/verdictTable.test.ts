import { describe, expect, it } from 'vitest';
import { aSubmission } from '../../tests/support/aSubmission.ts';
import { renderDemo } from './demoTable.ts';
import { paintFor } from './output.ts';
import { exitCodeOf } from './submit.ts';
import { renderVerdict, worstCase } from './verdictTable.ts';

const look = { paint: paintFor({ isTTY: false }), width: 100 };

describe('renderVerdict', () => {
  const text = renderVerdict(aSubmission(), look);

  it('names the verdict, the concepts that failed with what to think about, and how far off each case was', () => {
    expect(text).toContain('fuse-conv-bn: wrong_answer  40 of 100 points');
    expect(text).toMatch(/conv_bias .*failed .*Ask where that bias stands/);
    expect(text).toMatch(/public_3x3 .*accepted .*2\.4e-7 .*1\.3e-5/);
    expect(text).toMatch(/hidden_3 .*hidden .*wrong_answer .*value/);
    expect(text).toContain('queued 3.0 · prepare 1.0 · start 0.2 · run 19 · compare 2.0');
  });

  it('says what graded it, on what else it was graded, and which device it had to do without', () => {
    expect(text).toContain('Graded on x86-64, torch 2.13.0');
    const { device, ...rest } = aSubmission();
    const again = { device: 'cuda' as const, status: 'graded' as const, verdict: 'accepted' as const, score: 100, max_score: 100, message: null, concepts: [], cases: [], runtime: null, timings_ms: null, created_at: '', started_at: null, finished_at: null };
    const told = renderVerdict({ ...rest, device: { ...device!, fallback_from: 'cuda' }, regrades: [{ ...again, graded_on: { type: 'cuda', name: 'a card', driver: '570.1', libraries: {}, fallback_from: null } }] }, look);
    expect(told).toContain('Graded on cpu, because no live worker offers cuda.');
    expect(told).toContain('On cuda: accepted  100 of 100 points  (a card, driver 570.1)');
  });

  it('says what a queued answer waits for', () => {
    expect(renderVerdict(aSubmission({ status: 'queued', verdict: null, waiting_for: { runtime: 'pytorch', device: 'cuda', text: 'It waits for cuda.' } }), look)).toContain('It waits for cuda.');
  });

  it('shows where a public case differs', () => {
    expect(text).toContain('output[0, 1]: expected 2, returned NaN');
  });

  it('fits on 80 columns', () => {
    const lines = renderVerdict(aSubmission(), { ...look, width: 80 }).split('\n').filter((line) => line.includes('│'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('worstCase', () => {
  const one = (max_error: number, tolerance: number) => ({ name: `${max_error}/${tolerance}`, visibility: 'hidden' as const, concept: 'c', verdict: 'accepted' as const, max_error, tolerance });

  it('is the one nearest to its limit, not the one with the largest error', () => {
    expect(worstCase([one(5, 100), one(1, 2)])?.name).toBe('1/2');
  });

  it('counts any error against an exact comparison as beyond it, and no error as none', () => {
    expect(worstCase([one(1, 2), one(0.1, 0), one(0, 0)])?.name).toBe('0.1/0');
    expect(worstCase([one(0, 0), one(1, 2)])?.name).toBe('1/2');
  });
});

describe('renderDemo', () => {
  it('shows which concepts failed and what their author is told', () => {
    const answer = { label: 'bias lost', question: 'fuse-conv-bn', runtime: 'pytorch', expected: 'wrong_answer' as const, source: '' };
    const text = renderDemo([{ answer, submission: aSubmission() }], look);
    expect(text).toMatch(/wrong_answer .*1 of 2/);
    expect(text).toContain('conv_bias');
    expect(text).toContain('All four verdicts are as they must be');
    expect(renderDemo([{ answer: { ...answer, expected: 'accepted' }, submission: aSubmission() }], look)).toContain('expected accepted, got wrong_answer');
  });
});

it.each([
  [{ status: 'graded', verdict: 'accepted' }, 0],
  [{ status: 'graded', verdict: 'time_limit' }, 1],
  [{ status: 'graded', verdict: 'grader_error' }, 2],
  [{ status: 'failed', verdict: 'grader_error' }, 2],
  [{ status: 'cancelled', verdict: null }, 2],
] as const)('ends %j with exit code %i', (fields, code) => {
  expect(exitCodeOf(aSubmission(fields))).toBe(code);
});
