import { isDeepStrictEqual } from 'node:util';
import type { Answer, QuizAnswer } from '../../../src/protocol/answers.ts';
import type { QuizQuestion } from '../../../src/questions/types.ts';
import type { ItemKey, Mistake } from '../../../src/questions/itemKeys.ts';
import { gradeItem } from '../../../src/questions/gradeItem.ts';
import type { ItemSource } from '../../../src/questions/itemSource.ts';
import { itemKey, publicItem } from '../../../src/questions/itemViews.ts';

type Report = (inside: (string | number)[], problem: string, cure: string) => void;

/** What a schema cannot say of an item: that its parts fit together, that its key grades, that its mistakes are mistakes. */
export function checkPlain(item: ItemSource, report: Report, { shuffledLater = false } = {}): void {
  let sound = true;
  const complain: Report = (...problem) => {
    sound = false;
    report(...problem);
  };
  checkParts(item, complain, shuffledLater);
  if (!sound) return;
  const question = publicItem('any', item, { revision: '', variant: null });
  const key = itemKey(item);
  const graded = (answer: QuizAnswer) => gradeItem(question, key, answer);
  try {
    if (graded(rightAnswer(item)).verdict !== 'accepted') complain([], 'Its own key is not accepted.', 'Make key and options agree.');
    for (const [place, answer] of wrongAnswers(item)) {
      const { verdict, concepts } = graded(answer);
      if (verdict === 'accepted') complain(place, 'This wrong answer is accepted.', wrongCure(shuffledLater, 'the right answer'));
      else if (!concepts.some(({ feedback }) => isDeepStrictEqual(feedback, feedbackAt(item, place)))) {
        complain(place, 'This mistake is answered with the feedback of another one.', wrongCure(shuffledLater, 'the other mistake'));
      }
    }
    if (item.kind === 'short_text') checkPhrasings(question, key, item.examples, complain);
  } catch (error) {
    complain([], error instanceof Error ? error.message : String(error), 'Make key and options agree.');
  }
}

const wrongCure = (seeded: boolean, from: string): string =>
  seeded ? `Add a condition to \`require\` that keeps it apart from ${from}, or narrow the tolerance.` : 'Narrow what is accepted, or drop the mistake.';

/** What the mistake at this place wants to be said. */
const feedbackAt = (item: ItemSource, place: (string | number)[]): unknown => (place.reduce((holder: unknown, key) => (holder as Record<string | number, unknown>)[key], item) as Mistake).feedback;

function checkParts(item: ItemSource, report: Report, shuffledLater: boolean): void {
  const unique = (name: string, ids: string[]) => {
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) report([name], `The id ${twice} comes twice.`, 'Give each entry an id of its own.');
  };
  switch (item.kind) {
    case 'single_choice':
    case 'multiple_choice': {
      unique('choices', item.choices.map((choice) => choice.id));
      const right = item.choices.filter((choice) => choice.right).length;
      if (item.kind === 'single_choice' && right !== 1) report(['choices'], `${right} choices are right.`, 'Exactly one must have `right: true`.');
      if (item.kind === 'multiple_choice' && (right === 0 || right === item.choices.length)) report(['choices'], `${right} of ${item.choices.length} choices are right.`, 'At least one must be right and one wrong.');
      return;
    }
    case 'ordering': {
      unique('entries', item.entries.map((entry) => entry.id));
      const ids = item.entries.map((entry) => entry.id);
      if (!shuffledLater && ids.join() === item.order.join()) report(['entries'], 'The entries are shown in the right order.', 'List them in another order than `order`.');
      for (const [place, order] of [[['order'], item.order] as const, ...item.wrong.map((one, at) => [['wrong', at, 'order'], one.order] as const)]) {
        if ([...order].sort().join() !== [...ids].sort().join()) report([...place], 'The order does not name each entry once.', `Use ${ids.join(', ')}.`);
      }
      return;
    }
    case 'matching': {
      unique('left', item.left.map((entry) => entry.id));
      unique('right', item.right.map((entry) => entry.id));
      const [left, right] = [item.left.map((entry) => entry.id), item.right.map((entry) => entry.id)];
      if (Object.keys(item.pairs).sort().join() !== [...left].sort().join()) report(['pairs'], 'Not every left entry has exactly one partner.', `Pair ${left.join(', ')}.`);
      for (const [from, to] of Object.entries(item.pairs)) if (!right.includes(to)) report(['pairs', from], `There is no right entry ${to}.`, `Use ${right.join(', ')}.`);
      return;
    }
    case 'cloze': {
      const declared = Object.keys(item.blanks).sort().join(', ');
      for (const lang of ['en', 'zh'] as const) {
        const used = [...item.text[lang].matchAll(/\{\{([^}]*)\}\}/g)].map((match) => match[1]!).sort().join(', ');
        if (used !== declared) report(['text', lang], `The text holds the blanks ${used || 'none'}, declared are ${declared}.`, 'Write each blank once as {{id}} in both languages.');
      }
      for (const [id, blank] of Object.entries(item.blanks)) {
        if (blank.options && !blank.accepted.every((text) => blank.options!.includes(text))) report(['blanks', id, 'options'], 'An accepted text is missing from the options.', 'Add it.');
      }
    }
  }
}

function checkPhrasings(question: QuizQuestion, key: ItemKey, examples: { right: string[]; wrong: string[] }, report: Report): void {
  for (const [list, wanted] of [['right', 'accepted'], ['wrong', 'wrong_answer']] as const) {
    examples[list].forEach((text, at) => {
      const { verdict } = gradeItem(question, key, { kind: 'short_text', text });
      if (verdict !== wanted) report(['examples', list, at], `This phrasing gets ${verdict}.`, `Change the phrases until it gets ${wanted}.`);
    });
    if (!examples[list].some((text) => /\p{Script=Han}/u.test(text)) || !examples[list].some((text) => !/\p{Script=Han}/u.test(text))) {
      report(['examples', list], 'Only one language is among the examples.', 'Add phrasings in the other one.');
    }
  }
}

/** The answer that the key calls right. */
export function rightAnswer(item: ItemSource): QuizAnswer {
  switch (item.kind) {
    case 'single_choice':
      return { kind: item.kind, choice: item.choices.find((choice) => choice.right)!.id };
    case 'multiple_choice':
      return { kind: item.kind, choices: item.choices.filter((choice) => choice.right).map((choice) => choice.id) };
    case 'numeric':
      return { kind: item.kind, value: item.value };
    case 'ordering':
      return { kind: item.kind, order: item.order };
    case 'matching':
      return { kind: item.kind, pairs: item.pairs };
    case 'cloze':
      return { kind: item.kind, blanks: Object.fromEntries(Object.entries(item.blanks).map(([id, blank]) => [id, blank.accepted[0]!])) };
    case 'short_text':
      return { kind: item.kind, text: item.examples.right[0]! };
  }
}

/** Each known mistake of an item as an answer, with its place in the item. */
export function wrongAnswers(item: ItemSource): [(string | number)[], QuizAnswer][] {
  const right = rightAnswer(item) as Answer;
  switch (item.kind) {
    case 'single_choice':
      return item.choices.flatMap((choice, at) => (choice.right ? [] : [[['choices', at], { kind: item.kind, choice: choice.id } as QuizAnswer]]));
    case 'multiple_choice':
      return item.choices.flatMap((choice, at) => (choice.right || right.kind !== 'multiple_choice' ? [] : [[['choices', at], { kind: 'multiple_choice', choices: [...right.choices, choice.id] } as QuizAnswer]]));
    case 'numeric':
      return item.wrong.map((mistake, at) => [['wrong', at], { kind: item.kind, value: mistake.value }]);
    case 'ordering':
      return item.wrong.map((mistake, at) => [['wrong', at], { kind: item.kind, order: mistake.order }]);
    case 'matching':
      return item.wrong.map((mistake, at) => [['wrong', at], { kind: item.kind, pairs: { ...item.pairs, [mistake.left]: mistake.right } }]);
    case 'cloze':
      return Object.entries(item.blanks).flatMap(([id, blank]) =>
        blank.wrong.flatMap((mistake, at) => mistake.given.map((text): [(string | number)[], QuizAnswer] => [['blanks', id, 'wrong', at], { kind: item.kind, blanks: { ...(right.kind === 'cloze' ? right.blanks : {}), [id]: text } }])),
      );
    case 'short_text':
      return item.wrong.map((mistake, at) => [['wrong', at], { kind: item.kind, text: mistake.phrases.map((choice) => choice[0]!).join(' ') }]);
  }
}
