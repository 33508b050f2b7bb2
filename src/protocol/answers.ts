/** What a candidate may hand in, one shape per question kind. Field names are those of `openapi.yaml`. */
export const questionKinds = [
  'code',
  'single_choice',
  'multiple_choice',
  'numeric',
  'ordering',
  'matching',
  'cloze',
  'short_text',
] as const;

export type QuestionKind = (typeof questionKinds)[number];

export interface AnswerFile {
  path: string;
  content: string;
}

export type CodeAnswer = { kind: 'code'; runtime: string; files: AnswerFile[] };

export type QuizAnswer =
  | { kind: 'single_choice'; choice: string }
  | { kind: 'multiple_choice'; choices: string[] }
  | { kind: 'numeric'; value: number }
  | { kind: 'ordering'; order: string[] }
  | { kind: 'matching'; pairs: Record<string, string> }
  | { kind: 'cloze'; blanks: Record<string, string> }
  | { kind: 'short_text'; text: string };

export type Answer = CodeAnswer | QuizAnswer;

/** `grade` decides; `precheck` runs the public cases only and costs no attempt. */
export type SubmissionMode = 'grade' | 'precheck';
