import { expect, it } from 'vitest';
import { parseAnswer } from './parseAnswer.ts';

it.each([
  ['single_choice', ' b ', { choice: 'b' }],
  ['multiple_choice', 'a, c', { choices: ['a', 'c'] }],
  ['multiple_choice', '', { choices: [] }],
  ['numeric', '-3.5e2', { value: -350 }],
  ['ordering', 'c,a,b', { order: ['c', 'a', 'b'] }],
  ['matching', '1=b, 2=a', { pairs: { 1: 'b', 2: 'a' } }],
  ['cloze', 'x=a=b,y=', { blanks: { x: 'a=b', y: '' } }],
  ['short_text', ' as it is ', { text: ' as it is ' }],
])('reads an answer to a %s question from %j', (kind, text, expected) => {
  expect(parseAnswer(kind, text)).toEqual({ kind, ...expected });
});

it.each([
  ['numeric', '', /is a number/],
  ['numeric', '1e999', /is a number/],
  ['matching', '1', /left=right/],
  ['matching', '', /left=right/],
  ['code', 'x', /hand in a file/],
  ['essay', 'x', /does not know/],
])('refuses, for a %s question, %j', (kind, text, sentence) => {
  expect(() => parseAnswer(kind, text)).toThrow(sentence);
});
