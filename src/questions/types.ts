import type { LocalizedText, ShownTensor } from '../protocol/judgeReport.ts';
import type { Backend } from '../protocol/backends.ts';
import type { WantedDevice } from '../protocol/devices.ts';
import type { QuestionKind } from '../protocol/answers.ts';

/**
 * Questions as everybody may see them. Field names are those of `openapi.yaml`; texts are kept in both languages and
 * chosen by `localize` when a response is made. No type in this file has room for a right answer.
 */
export interface QuestionSummary {
  id: string;
  topic: string;
  kind: QuestionKind;
  title: LocalizedText;
  difficulty: number;
  minutes: number;
  tags: string[];
  /** The ids return in the verdict. A quiz item has `answer`, or one for each part that is graded by itself. */
  concepts: { id: string; title: LocalizedText }[];
  /** Empty for quiz questions. */
  runtimes: string[];
  max_score: number;
  revision: string;
  /** Its figures are drawn for each variant. */
  seeded: boolean;
}

interface QuestionBase extends QuestionSummary {
  statement: LocalizedText;
  /** Which variant of a seeded question this is. */
  variant: string | null;
}

export interface Option {
  id: string;
  text: LocalizedText;
}

export interface CodeEntry {
  runtime: string;
  function: string;
  signature: string;
  starter: { path: string; content: string }[];
  forbidden_builtins: string[];
  /** Null where every backend of the runtime will do, or there is only one. */
  needs_backend: Backend | null;
}

export interface PublicCase {
  /** The layout and often the params differ between runtimes, so each has its own cases. */
  runtime: string;
  name: string;
  concept: string;
  params?: Record<string, unknown>;
  inputs?: ShownTensor[];
  expected?: ShownTensor[];
  /** Exceptions of which the answer must raise one; such a case has no expected outputs. */
  raises?: string[];
}

/** How many wrong variants of the right solutions, made by machine, a question catches: killed / (generated - equivalent). */
export interface Quality {
  score: number;
  generated: number;
  killed: number;
  equivalent: number;
  surviving: number;
}

export interface CodeQuestion extends QuestionBase {
  kind: 'code';
  entries: CodeEntry[];
  /** Null when any device will do. */
  device: WantedDevice | null;
  limits: Record<string, number>;
  tolerance: { text: LocalizedText; policy?: 'exact'; [dtype: string]: unknown };
  public_cases: PublicCase[];
  /** Null while it has not been computed for this text of the question. */
  quality: Quality | null;
}

export interface ChoiceQuestion extends QuestionBase {
  kind: 'single_choice' | 'multiple_choice';
  choices: Option[];
}

export interface NumericQuestion extends QuestionBase {
  kind: 'numeric';
  unit?: string;
}

export interface OrderingQuestion extends QuestionBase {
  kind: 'ordering';
  entries: Option[];
}

export interface MatchingQuestion extends QuestionBase {
  kind: 'matching';
  left: Option[];
  right: Option[];
}

export interface ClozeQuestion extends QuestionBase {
  kind: 'cloze';
  /** Blanks stand in it as `{{id}}`. */
  text: LocalizedText;
  blanks: { id: string; options?: string[] }[];
}

export interface ShortTextQuestion extends QuestionBase {
  kind: 'short_text';
}

export type QuizQuestion =
  | ChoiceQuestion
  | NumericQuestion
  | OrderingQuestion
  | MatchingQuestion
  | ClozeQuestion
  | ShortTextQuestion;

export type Question = CodeQuestion | QuizQuestion;

/** A seeded question before its figures are drawn: `renderVariant` makes a `QuizQuestion` of it. */
export interface SeededQuestion extends QuestionSummary {
  kind: Exclude<QuestionKind, 'code'>;
  seeded: true;
  statement?: undefined;
}

export interface Topic {
  id: string;
  title: LocalizedText;
  summary: LocalizedText;
  questions: { id: string; kind: QuestionKind; title: LocalizedText; difficulty: number }[];
}

/** What `src/generated/questionCatalogue.json` holds. Public cases are in a file of their own, because they need Python. */
export interface CatalogueData {
  topics: Topic[];
  questions: (Question | SeededQuestion)[];
}

/** `src/generated/publicCases.json`: question id -> the cases of that revision. */
export type PublicCases = Record<string, { revision: string; cases: PublicCase[] }>;
