import catalogueData from '../generated/questionCatalogue.json' with { type: 'json' };
import itemKeys from '../generated/itemKeys.json' with { type: 'json' };
import seededItems from '../generated/seededItems.json' with { type: 'json' };
import publicCases from '../generated/publicCases.json' with { type: 'json' };
import type { ItemKeys } from './itemKeys.ts';
import { QuestionCatalogue } from './questionCatalogue.ts';
import type { SeededItems } from './seeded/renderVariant.ts';
import type { CatalogueData, PublicCases, Question, SeededQuestion } from './types.ts';

/** The bank as it was generated: what everybody may see, and apart from it the keys for `gradeItem` and what `renderVariant` draws from. */
export function openCatalogue(): { catalogue: QuestionCatalogue; keys: ItemKeys; seededItems: SeededItems } {
  // JSON modules are typed by their content, which says less than the types that the generator wrote them from.
  const data = catalogueData as unknown as CatalogueData;
  const cases = publicCases as unknown as PublicCases;
  const questions = data.questions.map((question) => withCases(question, cases));
  return { catalogue: new QuestionCatalogue({ ...data, questions }), keys: itemKeys as unknown as ItemKeys, seededItems: seededItems as unknown as SeededItems };
}

function withCases(question: Question | SeededQuestion, cases: PublicCases): Question | SeededQuestion {
  if (question.kind !== 'code') return question;
  const own = cases[question.id];
  if (own?.revision !== question.revision) {
    throw new Error(`The public cases of ${question.id} belong to another revision. Run: npm run gen`);
  }
  return { ...question, public_cases: own.cases };
}
