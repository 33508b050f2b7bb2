import type { Normalisation } from '../itemKeys.ts';

/**
 * Two ways of typing the same thing made equal. Always: Unicode compatibility forms (full-width `１` is `1`), the minus sign
 * that is copied from a formula as the one of keyboards, no space at either end. On request: `case` folds capitals, `spaces`
 * drops every space, `punctuation` drops punctuation.
 */
export function normalise(text: string, steps: Normalisation[]): string {
  let clean = text.normalize('NFKC').replaceAll('\u2212', '-').trim();
  if (steps.includes('case')) clean = clean.toLowerCase();
  if (steps.includes('punctuation')) clean = clean.replace(/\p{P}+/gu, ' ').trim();
  return steps.includes('spaces') ? clean.replace(/\s+/gu, '') : clean.replace(/\s+/gu, ' ');
}

/**
 * Words with one space between them, for phrase search: lower case, no punctuation, and a space wherever the script
 * changes, because Chinese puts none around `padding`. Han characters stand alone, so that phrases of them are found
 * inside a sentence.
 */
export function toWords(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(word) ?? [];
}

const word = /\p{Script=Han}|\p{Script=Greek}+|(?:(?!\p{Script=Han}|\p{Script=Greek})[\p{L}\p{N}_])+/gu;
