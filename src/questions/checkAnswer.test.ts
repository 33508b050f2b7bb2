import { describe, expect, test } from 'vitest';
import type { QuizAnswer } from '../protocol/answers.ts';
import { AnswerMismatch } from './answerMismatch.ts';
import { checkAnswer } from './checkAnswer.ts';
import { openCatalogue } from './openCatalogue.ts';
import type { QuizQuestion } from './types.ts';

const { catalogue } = openCatalogue();

/** Pointer and sentence of the refusal, or null when the answer fits. */
function refusal(id: string, answer: QuizAnswer): [string, string] | null {
  try {
    checkAnswer(catalogue.get(id) as QuizQuestion, answer);
    return null;
  } catch (error) {
    if (!(error instanceof AnswerMismatch)) throw error;
    return [error.pointer, error.message];
  }
}

describe('an answer that does not fit its question', () => {
  test.each<[string, QuizAnswer, string, RegExp]>([
    ['channel-shuffle-order', { kind: 'numeric', value: 1 }, '/answer/kind', /is of kind ordering; the answer is of kind numeric/],
    ['channel-shuffle-inverse', { kind: 'single_choice', choice: 'nope' }, '/answer/choice', /no choice "nope"; there are same_again, other_count/],
    ['channel-shuffle-facts', { kind: 'multiple_choice', choices: ['no_parameters', 'nope'] }, '/answer/choices/1', /no choice "nope"/],
    ['channel-shuffle-facts', { kind: 'multiple_choice', choices: ['no_parameters', 'no_parameters'] }, '/answer/choices/1', /comes twice/],
    ['channel-shuffle-destination', { kind: 'numeric', value: Number.NaN }, '/answer/value', /finite/],
    ['channel-shuffle-order', { kind: 'ordering', order: ['c0', 'c1'] }, '/answer/order', /missing: c2, c3, c4, c5, c6, c7/],
    ['channel-shuffle-order', { kind: 'ordering', order: ['c0', 'c0'] }, '/answer/order/1', /comes twice/],
    ['conv-bn-fusion-formulas', { kind: 'matching', pairs: { nope: 'f1' } }, '/answer/pairs/nope', /no left entry "nope"/],
    ['conv-bn-fusion-formulas', { kind: 'matching', pairs: { scale: 'f99' } }, '/answer/pairs/scale', /no right entry "f99"/],
    ['channel-shuffle-code', { kind: 'cloze', blanks: { 'a/b': 'g' } }, '/answer/blanks/a~1b', /no blank "a\/b"; there are rows, columns, axes/],
    ['conv-bn-fusion-before-padding', { kind: 'short_text', text: '  \n ' }, '/answer/text', /empty/],
  ])('%s: %j', (id, answer, pointer, message) => {
    expect(refusal(id, answer)).toEqual([pointer, expect.stringMatching(message)]);
  });
});

describe('an answer that fits', () => {
  test.each<[string, QuizAnswer]>([
    ['channel-shuffle-facts', { kind: 'multiple_choice', choices: [] }],
    ['conv-bn-fusion-formulas', { kind: 'matching', pairs: { scale: 'f1' } }],
    ['channel-shuffle-code', { kind: 'cloze', blanks: {} }],
  ])('%s: %j', (id, answer) => {
    expect(refusal(id, answer)).toBeNull();
  });
});
