import type { LocalizedText } from '../protocol/judgeReport.ts';

/**
 * The keys of quiz items: what is right, and what to say about each known mistake. They live in a file of their own
 * (`src/generated/itemKeys.json`) and reach one function only, `gradeItem`, so that no response can be made from them.
 */
export interface Mistake {
  /** The idea behind the wrong answer, for authors and reports. */
  misconception: LocalizedText;
  feedback: LocalizedText;
}

interface KeyBase {
  /** Said when the answer is wrong in no known way. */
  otherwise: LocalizedText;
}

export interface SingleChoiceKey extends KeyBase {
  kind: 'single_choice';
  right: string;
  wrong: Record<string, Mistake>;
}

export interface MultipleChoiceKey extends KeyBase {
  kind: 'multiple_choice';
  right: string[];
  wrong: Record<string, Mistake>;
}

export interface NumericKey extends KeyBase {
  kind: 'numeric';
  value: number;
  /** |given - value| <= absolute + relative * |value| */
  tolerance: { absolute: number; relative: number };
  wrong: ({ value: number } & Mistake)[];
}

export interface OrderingKey extends KeyBase {
  kind: 'ordering';
  right: string[];
  wrong: ({ order: string[] } & Mistake)[];
}

export interface MatchingKey extends KeyBase {
  kind: 'matching';
  right: Record<string, string>;
  wrong: ({ left: string; right: string } & Mistake)[];
}

export type Normalisation = 'case' | 'spaces' | 'punctuation';

export interface ClozeKey extends KeyBase {
  kind: 'cloze';
  blanks: Record<
    string,
    { accepted: string[]; normalise: Normalisation[]; wrong: ({ given: string[] } & Mistake)[]; otherwise: LocalizedText }
  >;
}

/** Each inner list is a choice of phrases of which one must occur; all lists of one rule must be met. */
export type PhraseRule = string[][];

export interface ShortTextKey extends KeyBase {
  kind: 'short_text';
  /** The answer is right when it meets one of these rules and no rule of `wrong`. */
  accepted: PhraseRule[];
  wrong: ({ phrases: PhraseRule } & Mistake)[];
}

export type ItemKey =
  | SingleChoiceKey
  | MultipleChoiceKey
  | NumericKey
  | OrderingKey
  | MatchingKey
  | ClozeKey
  | ShortTextKey;

/** Question id -> key. */
export type ItemKeys = Record<string, ItemKey>;
