import { ApiError } from '../errors/apiError.ts';
import type { QuizAnswer } from '../protocol/answers.ts';
import type { JudgeReport } from '../protocol/judgeReport.ts';
import type { Verdict } from '../protocol/verdicts.ts';
import { AnswerMismatch } from '../questions/answerMismatch.ts';
import { gradeItem } from '../questions/gradeItem.ts';
import type { ItemKey } from '../questions/itemKeys.ts';
import type { QuizQuestion } from '../questions/types.ts';

/** The verdict on a quiz answer, which needs no worker. An answer that names what the question does not have is the caller's mistake, not a wrong answer. */
export function gradeQuizAnswer(key: ItemKey | undefined, question: QuizQuestion, answer: QuizAnswer): { verdict: Verdict; score: number; maxScore: number; report: JudgeReport } {
  if (key === undefined) throw new Error(`Question ${question.id} has no key. Run: npm run gen`);
  try {
    const report = gradeItem(question, key, answer);
    return { verdict: report.verdict, score: report.score, maxScore: report.max_score, report };
  } catch (error) {
    if (error instanceof AnswerMismatch) throw new ApiError('answer_unfit', { errors: [{ pointer: error.pointer, detail: error.message }] });
    throw error;
  }
}
