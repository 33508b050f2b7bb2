import type { QuizAnswer } from '../protocol/answers.ts';
import { AnswerMismatch } from './answerMismatch.ts';
import type { Option, QuizQuestion } from './types.ts';

/**
 * Whether the answer can be an answer to this quiz item at all.
 * @throws AnswerMismatch with a pointer to the field at fault
 */
export function checkAnswer(question: QuizQuestion, answer: QuizAnswer): void {
  if (answer.kind !== question.kind) {
    throw new AnswerMismatch('/answer/kind', `Question ${question.id} is of kind ${question.kind}; the answer is of kind ${answer.kind}.`);
  }
  switch (answer.kind) {
    case 'single_choice':
      return known('/answer/choice', answer.choice, choicesOf(question), 'choice');
    case 'multiple_choice':
      return distinct('/answer/choices', answer.choices, choicesOf(question), 'choice');
    case 'numeric':
      if (!Number.isFinite(answer.value)) throw new AnswerMismatch('/answer/value', 'The value must be a finite number.');
      return;
    case 'ordering': {
      const entries = question.kind === 'ordering' ? question.entries : [];
      distinct('/answer/order', answer.order, entries, 'entry');
      const missing = entries.filter((entry) => !answer.order.includes(entry.id));
      if (missing.length > 0) throw new AnswerMismatch('/answer/order', `Every entry must be placed; missing: ${missing.map((one) => one.id).join(', ')}.`);
      return;
    }
    case 'matching': {
      const [left, right] = question.kind === 'matching' ? [question.left, question.right] : [[], []];
      for (const [from, to] of Object.entries(answer.pairs)) {
        known(`/answer/pairs/${escaped(from)}`, from, left, 'left entry');
        known(`/answer/pairs/${escaped(from)}`, to, right, 'right entry');
      }
      return;
    }
    case 'cloze': {
      const blanks = question.kind === 'cloze' ? question.blanks : [];
      for (const [id, given] of Object.entries(answer.blanks)) {
        const blank = blanks.find((one) => one.id === id);
        if (blank === undefined) throw new AnswerMismatch(`/answer/blanks/${escaped(id)}`, `There is no blank ${quoted(id)}; there are ${list(blanks)}.`);
        if (blank.options !== undefined && !blank.options.includes(given)) {
          throw new AnswerMismatch(`/answer/blanks/${escaped(id)}`, `The blank ${quoted(id)} takes one of its options, not ${quoted(given)}.`);
        }
      }
      return;
    }
    case 'short_text':
      if (answer.text.trim() === '') throw new AnswerMismatch('/answer/text', 'The text is empty.');
  }
}

const choicesOf = (question: QuizQuestion): Option[] => ('choices' in question ? question.choices : []);

function known(pointer: string, id: string, options: Option[], noun: string): void {
  if (!options.some((option) => option.id === id)) {
    throw new AnswerMismatch(pointer, `There is no ${noun} ${quoted(id)}; there are ${list(options)}.`);
  }
}

function distinct(pointer: string, ids: string[], options: Option[], noun: string): void {
  ids.forEach((id, index) => {
    known(`${pointer}/${index}`, id, options, noun);
    if (ids.indexOf(id) !== index) throw new AnswerMismatch(`${pointer}/${index}`, `The ${noun} ${quoted(id)} comes twice.`);
  });
}

const list = (options: { id: string }[]): string => options.map((option) => option.id).join(', ');
const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
