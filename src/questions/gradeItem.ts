import type { QuizAnswer } from '../protocol/answers.ts';
import type { ConceptResult, JudgeReport } from '../protocol/judgeReport.ts';
import { checkAnswer } from './checkAnswer.ts';
import { gradeCloze } from './grading/cloze.ts';
import { gradeMatching } from './grading/matching.ts';
import { gradeMultipleChoice } from './grading/multipleChoice.ts';
import { gradeNumeric } from './grading/numeric.ts';
import { gradeOrdering } from './grading/ordering.ts';
import type { ItemOutcome } from './grading/outcome.ts';
import { gradeShortText } from './grading/shortText.ts';
import { gradeSingleChoice } from './grading/singleChoice.ts';
import type { ItemKey } from './itemKeys.ts';
import type { QuizQuestion } from './types.ts';

/**
 * Grades a quiz answer, without a worker. Accepted only when everything is right; the score is the stated share.
 * The report speaks of what was answered and never names what is right.
 * @throws AnswerMismatch when the answer does not fit the question
 */
export function gradeItem(question: QuizQuestion, key: ItemKey, answer: QuizAnswer): JudgeReport {
  checkAnswer(question, answer);
  const { share, parts } = outcomeOf(key, answer);
  const accepted = share === 1 && parts.every((part) => part.passed);
  // Rounded down, so that only a complete answer shows full marks.
  const score = accepted ? question.max_score : Math.min(Math.floor(share * question.max_score + 1e-9), question.max_score - 1);
  const concepts: ConceptResult[] = parts.map(({ part, ...rest }) => ({ concept: part, ...rest }));
  return {
    verdict: accepted ? 'accepted' : 'wrong_answer',
    score,
    max_score: question.max_score,
    concepts,
    cases: [],
    runtime: { name: 'quiz', version: '1' },
    device: { type: 'none', name: '' },
    timings_ms: { prepare: 0, start: 0, run: 0, compare: 0 },
  };
}

function outcomeOf(key: ItemKey, answer: QuizAnswer): ItemOutcome {
  if (key.kind === 'single_choice' && answer.kind === 'single_choice') return gradeSingleChoice(key, answer.choice);
  if (key.kind === 'multiple_choice' && answer.kind === 'multiple_choice') return gradeMultipleChoice(key, answer.choices);
  if (key.kind === 'numeric' && answer.kind === 'numeric') return gradeNumeric(key, answer.value);
  if (key.kind === 'ordering' && answer.kind === 'ordering') return gradeOrdering(key, answer.order);
  if (key.kind === 'matching' && answer.kind === 'matching') return gradeMatching(key, answer.pairs);
  if (key.kind === 'cloze' && answer.kind === 'cloze') return gradeCloze(key, answer.blanks);
  if (key.kind === 'short_text' && answer.kind === 'short_text') return gradeShortText(key, answer.text);
  // checkAnswer has compared question and answer; a key of another kind means that our generated files disagree.
  throw new Error(`The key is of kind ${key.kind}, the answer of kind ${answer.kind}. Run: npm run gen`);
}
