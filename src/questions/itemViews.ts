import type { LocalizedText } from '../protocol/judgeReport.ts';
import type { ItemKey, Mistake } from './itemKeys.ts';
import type { ItemSource } from './itemSource.ts';
import type { Option, QuizQuestion, SeededQuestion } from './types.ts';

const maxScore = 100;

/** The half of an item that everybody may see. Every field is named here: what is not named does not get out. */
export function publicItem(topic: string, item: ItemSource, { revision, variant }: { revision: string; variant: string | null }): QuizQuestion {
  const base = { ...summaryOfItem(topic, item, revision), concepts: conceptsOf(item), seeded: variant !== null, variant, statement: item.prompt };
  switch (item.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return { ...base, kind: item.kind, choices: options(item.choices) };
    case 'numeric':
      return { ...base, kind: item.kind, ...(item.unit === undefined ? {} : { unit: item.unit }) };
    case 'ordering':
      return { ...base, kind: item.kind, entries: options(item.entries) };
    case 'matching':
      return { ...base, kind: item.kind, left: options(item.left), right: options(item.right) };
    case 'cloze': {
      const blanks = Object.entries(item.blanks).map(([id, blank]) => (blank.options ? { id, options: blank.options } : { id }));
      return { ...base, kind: item.kind, text: item.text, blanks };
    }
    case 'short_text':
      return { ...base, kind: item.kind };
  }
}

/** What a list shows of a seeded item: nothing that depends on the figures. */
export function seededStub(topic: string, item: ItemSource, revision: string): SeededQuestion {
  const concepts = item.kind === 'matching' ? item.left.map(({ id }) => ({ id, title: { en: `Pair ${id}`, zh: `配对 ${id}` } })) : conceptsOf(item);
  return { ...summaryOfItem(topic, item, revision), kind: item.kind, concepts, seeded: true };
}

function summaryOfItem(topic: string, { id, title, difficulty, minutes, tags }: ItemSource, revision: string) {
  return { id, topic, title, difficulty, minutes, tags, runtimes: [], max_score: maxScore, revision };
}

/** The other half: what is right, and what to say of each known mistake. */
export function itemKey(item: ItemSource): ItemKey {
  const { otherwise } = item;
  switch (item.kind) {
    case 'single_choice':
      return { kind: item.kind, right: item.choices.find((choice) => choice.right)!.id, wrong: mistakesByChoice(item), otherwise };
    case 'multiple_choice':
      return { kind: item.kind, right: item.choices.filter((choice) => choice.right).map((choice) => choice.id), wrong: mistakesByChoice(item), otherwise };
    case 'numeric':
      return { kind: item.kind, value: item.value, tolerance: item.tolerance, wrong: item.wrong, otherwise };
    case 'ordering':
      return { kind: item.kind, right: item.order, wrong: item.wrong, otherwise };
    case 'matching':
      return { kind: item.kind, right: item.pairs, wrong: item.wrong, otherwise };
    case 'cloze': {
      const blanks = Object.entries(item.blanks).map(([id, { accepted, normalise, wrong, otherwise: said }]) => [id, { accepted, normalise, wrong, otherwise: said }] as const);
      return { kind: item.kind, blanks: Object.fromEntries(blanks), otherwise };
    }
    case 'short_text':
      return { kind: item.kind, accepted: item.accepted, wrong: item.wrong, otherwise };
  }
}

const options = (entries: Option[]): Option[] => entries.map(({ id, text }) => ({ id, text }));

function mistakesByChoice(item: ItemSource & { kind: 'single_choice' | 'multiple_choice' }): Record<string, Mistake> {
  return Object.fromEntries(item.choices.flatMap((choice) => (choice.right ? [] : [[choice.id, { misconception: choice.misconception, feedback: choice.feedback }]])));
}

/** Parts that are graded by themselves are concepts of their own. */
function conceptsOf(item: ItemSource): { id: string; title: LocalizedText }[] {
  if (item.kind === 'matching') return item.left.map(({ id, text }) => ({ id, title: text }));
  if (item.kind === 'cloze') return Object.keys(item.blanks).map((id) => ({ id, title: { en: `Blank ${id}`, zh: `空 ${id}` } }));
  return [{ id: 'answer', title: item.title }];
}
