import { describe, expect, test } from 'vitest';
import type { QuizAnswer } from '../protocol/answers.ts';
import { AnswerMismatch } from './answerMismatch.ts';
import { gradeItem } from './gradeItem.ts';
import type { ItemKey } from './itemKeys.ts';
import type { QuizQuestion } from './types.ts';

const text = (en: string) => ({ en, zh: `${en}(中文)` });
const mistake = (en: string) => ({ misconception: text(`idea ${en}`), feedback: text(en) });
const options = (...ids: string[]) => ids.map((id) => ({ id, text: text(id) }));
const otherwise = text('think again');

function question(shape: object): QuizQuestion {
  const base = { id: 'q', topic: 't', title: text('q'), difficulty: 1, minutes: 1, tags: [], concepts: [], runtimes: [], max_score: 100, revision: 'sha256:0', statement: text('q') };
  return { ...base, ...shape } as unknown as QuizQuestion;
}

const scoreOf = (item: [QuizQuestion, ItemKey], answer: QuizAnswer) => gradeItem(...item, answer).score;

describe('single_choice', () => {
  const item: [QuizQuestion, ItemKey] = [question({ kind: 'single_choice', choices: options('a', 'b', 'c') }), { kind: 'single_choice', right: 'b', wrong: { a: mistake('about a') }, otherwise }];

  test('the right choice is accepted, without a word', () => {
    expect(gradeItem(...item, { kind: 'single_choice', choice: 'b' })).toMatchObject({ verdict: 'accepted', score: 100, concepts: [{ concept: 'answer', passed: true }] });
  });

  test("a wrong choice gets its own feedback in both languages, and the right one isn't named", () => {
    const report = gradeItem(...item, { kind: 'single_choice', choice: 'a' });
    expect(report.concepts).toEqual([{ concept: 'answer', passed: false, feedback: text('about a') }]);
    expect(report.score).toBe(0);
    expect(JSON.stringify(report)).not.toMatch(/"b"|idea/);
  });

  test('a wrong choice without feedback of its own gets the general one', () => {
    expect(gradeItem(...item, { kind: 'single_choice', choice: 'c' }).concepts[0]!.feedback).toEqual(otherwise);
  });
});

describe('multiple_choice', () => {
  const item: [QuizQuestion, ItemKey] = [
    question({ kind: 'multiple_choice', choices: options('a', 'b', 'c', 'd', 'e') }),
    { kind: 'multiple_choice', right: ['a', 'b', 'c'], wrong: { d: mistake('about d'), e: mistake('about e') }, otherwise },
  ];
  const choose = (...choices: string[]) => ({ kind: 'multiple_choice', choices }) as QuizAnswer;

  test.each([
    [['a', 'b', 'c'], 100],
    [['c', 'b', 'a'], 100],
    [['a', 'b'], 66],
    [['a', 'b', 'c', 'd'], 66],
    [['a', 'd'], 0],
    [['d', 'e'], 0],
    [['a', 'b', 'c', 'd', 'e'], 33],
    [[], 0],
  ])('%j scores %i', (choices, score) => {
    expect(scoreOf(item, choose(...choices))).toBe(score);
  });

  test('feedback speaks of each wrong choice, and of what is missing only in general', () => {
    const [concept] = gradeItem(...item, choose('a', 'd')).concepts;
    expect(concept).toEqual({ concept: 'answer', passed: false, feedback: { en: 'about d\nthink again', zh: 'about d(中文)\nthink again(中文)' } });
  });
});

describe('numeric', () => {
  const key: ItemKey = { kind: 'numeric', value: 6.25, tolerance: { absolute: 0.01, relative: 0 }, wrong: [{ value: 1.75, ...mistake('the bias is lost') }], otherwise };
  const item: [QuizQuestion, ItemKey] = [question({ kind: 'numeric' }), key];
  const give = (value: number) => ({ kind: 'numeric', value }) as QuizAnswer;

  test.each([
    [6.25, 100],
    [6.26, 100],
    [6.24, 100],
    [6.2601, 0],
    [6.2908, 0],
    [-6.25, 0],
  ])('%d scores %i', (value, score) => {
    expect(scoreOf(item, give(value))).toBe(score);
  });

  test('a known wrong value gets its feedback within the same bound', () => {
    expect(gradeItem(...item, give(1.745)).concepts[0]!.feedback!.en).toBe('the bias is lost');
    expect(gradeItem(...item, give(99)).concepts[0]!.feedback).toEqual(otherwise);
  });

  test('a relative bound grows with the value', () => {
    const relative: ItemKey = { ...key, value: 1000, tolerance: { absolute: 0, relative: 0.01 } };
    expect(scoreOf([item[0], relative], give(1009))).toBe(100);
    expect(scoreOf([item[0], relative], give(1011))).toBe(0);
  });
});

describe('ordering', () => {
  const item: [QuizQuestion, ItemKey] = [
    question({ kind: 'ordering', entries: options('a', 'b', 'c', 'd') }),
    { kind: 'ordering', right: ['d', 'a', 'c', 'b'], wrong: [{ order: ['a', 'b', 'c', 'd'], ...mistake('nothing moved') }], otherwise },
  ];
  const put = (...order: string[]) => ({ kind: 'ordering', order }) as QuizAnswer;

  test.each([
    [['d', 'a', 'c', 'b'], 100],
    [['a', 'd', 'c', 'b'], 50],
    [['a', 'b', 'c', 'd'], 25],
    [['a', 'c', 'b', 'd'], 0],
  ])('%j scores %i', (order, score) => {
    expect(scoreOf(item, put(...order))).toBe(score);
  });

  test('a known wrong order gets its feedback', () => {
    expect(gradeItem(...item, put('a', 'b', 'c', 'd')).concepts[0]!.feedback!.en).toBe('nothing moved');
  });
});

describe('matching', () => {
  const item: [QuizQuestion, ItemKey] = [
    question({ kind: 'matching', left: options('x', 'y', 'z'), right: options('1', '2', '3', '4') }),
    { kind: 'matching', right: { x: '1', y: '2', z: '2' }, wrong: [{ left: 'y', right: '3', ...mistake('y is no 3') }], otherwise },
  ];
  const pair = (pairs: Record<string, string>) => ({ kind: 'matching', pairs }) as QuizAnswer;

  test('each left entry is a part of its own', () => {
    const report = gradeItem(...item, pair({ x: '1', y: '3' }));
    expect(report).toMatchObject({ verdict: 'wrong_answer', score: 33 });
    expect(report.concepts).toEqual([
      { concept: 'x', passed: true },
      { concept: 'y', passed: false, feedback: text('y is no 3') },
      { concept: 'z', passed: false, feedback: otherwise },
    ]);
  });

  test('all pairs right is accepted; a right entry may serve twice', () => {
    expect(scoreOf(item, pair({ x: '1', y: '2', z: '2' }))).toBe(100);
  });

  test('names of the prototype are no pairs', () => {
    expect(() => gradeItem(...item, pair(JSON.parse('{"__proto__": "1"}') as Record<string, string>))).toThrow(AnswerMismatch);
  });
});

describe('cloze', () => {
  const blank = { accepted: ['c // g', '-1'], normalise: ['spaces' as const], wrong: [{ given: ['g'], ...mistake('the other axis') }], otherwise: text('size of a group') };
  const item: [QuizQuestion, ItemKey] = [
    question({ kind: 'cloze', text: text('{{one}} {{two}}'), blanks: [{ id: 'one' }, { id: 'two' }] }),
    { kind: 'cloze', blanks: { one: blank, two: { accepted: ['Softplus'], normalise: ['case', 'punctuation'], wrong: [], otherwise } }, otherwise },
  ];
  const fill = (one: string, two: string) => ({ kind: 'cloze', blanks: { one, two } }) as QuizAnswer;

  test.each([
    ['c//g', 'softplus', 100],
    ['  c  //  g ', 'SOFTPLUS.', 100],
    ['c//g', 'Softplus', 100],
    ['-1', 'softplus!', 100],
    ['\u22121', 'softplus', 100],
    ['－1', 'softplus', 100],
    ['C//g', 'softplus', 50],
    ['c//g', '', 50],
    ['', '', 0],
  ])('%j and %j score %i', (one, two, score) => {
    expect(scoreOf(item, fill(one, two))).toBe(score);
  });

  test('a known mistake and an unknown one', () => {
    expect(gradeItem(...item, fill('g', 'softplus')).concepts[0]!.feedback!.en).toBe('the other axis');
    expect(gradeItem(...item, fill('7', 'softplus')).concepts[0]!.feedback!.en).toBe('size of a group');
  });

  test('a blank that was left out is wrong, not an error', () => {
    expect(scoreOf(item, { kind: 'cloze', blanks: { one: 'c//g' } })).toBe(50);
  });
});

describe('short_text', () => {
  const key: ItemKey = {
    kind: 'short_text',
    accepted: [[['padding', '填充'], ['shift', '平移']]],
    wrong: [{ phrases: [['non linear', '非线性']], ...mistake('it is affine') }],
    otherwise,
  };
  const item: [QuizQuestion, ItemKey] = [question({ kind: 'short_text' }), key];
  const say = (said: string) => ({ kind: 'short_text', text: said }) as QuizAnswer;

  test.each([
    ['The PADDING never gets the shift.', 100],
    ['填充的零没有经过平移。', 100],
    ['在padding处没有平移', 100],
    ['padding', 0],
    ['The paddings have a makeshift.', 0],
    ['The padding lacks the shift, because it is non-linear.', 0],
    ['填充是非线性的,没有平移', 0],
  ])('%j scores %i', (said, score) => {
    expect(scoreOf(item, say(said))).toBe(score);
  });

  test('a known mistake wins over right words', () => {
    expect(gradeItem(...item, say('padding, shift, nonlinear, non-linear')).concepts[0]!.feedback!.en).toBe('it is affine');
  });

  test('a text made to be slow is graded at once', () => {
    const began = performance.now();
    gradeItem(...item, say(`${'a-'.repeat(50_000)}!`));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

test('a key of another kind is our fault and is thrown', () => {
  const item = question({ kind: 'numeric' });
  expect(() => gradeItem(item, { kind: 'single_choice', right: 'a', wrong: {}, otherwise }, { kind: 'numeric', value: 1 })).toThrow('npm run gen');
});
