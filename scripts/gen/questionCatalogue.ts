import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ItemKeys } from '../../src/questions/itemKeys.ts';
import { itemKey, publicItem, seededStub } from '../../src/questions/itemViews.ts';
import type { SeededItems } from '../../src/questions/seeded/renderVariant.ts';
import type { CatalogueData } from '../../src/questions/types.ts';
import { BankBroken } from './questionBank/bankProblem.ts';
import { challengeView } from './questionBank/challengeView.ts';
import { checkExamples } from './questionBank/checkExamples.ts';
import { publicCases } from './questionBank/publicCases.ts';
import { type BankTopic, readBank } from './questionBank/readBank.ts';
import { itemRevision } from './questionBank/revision.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The question bank as four files: what everybody may see, the keys of quiz items, what seeded items are drawn from, and the public cases.
 * @throws BankBroken with file, line and cure of everything that is wrong in `questions/`
 */
export async function generateQuestionCatalogue(): Promise<Record<string, string>> {
  const topics = readBank(join(repository, 'questions'));
  const cases = publicCases(repository, topics.flatMap((topic) => topic.challenges));
  refuseWrongExamples(topics, cases);
  return {
    'src/generated/questionCatalogue.json': json(catalogueOf(topics)),
    'src/generated/itemKeys.json': json(keysOf(topics)),
    'src/generated/seededItems.json': json(seededOf(topics)),
    'src/generated/publicCases.json': json(cases),
  };
}

function catalogueOf(topics: BankTopic[]): CatalogueData {
  const perTopic = topics.map(({ source, items, seeded, challenges }) => {
    const questions: CatalogueData['questions'] = [
      ...challenges.map((one) => challengeView(source.id, one)),
      ...items.map((item) => publicItem(source.id, item, { revision: itemRevision(item), variant: null })),
      ...seeded.map(({ item, revision }) => seededStub(source.id, item, revision)),
    ];
    questions.sort((a, b) => (a.id < b.id ? -1 : 1));
    const listed = questions.map(({ id, kind, title, difficulty }) => ({ id, kind, title, difficulty }));
    return { topic: { id: source.id, title: source.title, summary: source.summary, questions: listed }, questions };
  });
  return { topics: perTopic.map((one) => one.topic), questions: perTopic.flatMap((one) => one.questions) };
}

function keysOf(topics: BankTopic[]): ItemKeys {
  return Object.fromEntries(topics.flatMap(({ items }) => items.map((item) => [item.id, itemKey(item)])));
}

function seededOf(topics: BankTopic[]): SeededItems {
  return Object.fromEntries(topics.flatMap(({ seeded }) => seeded.map((one) => [one.item.id, one])));
}

function refuseWrongExamples(topics: BankTopic[], cases: ReturnType<typeof publicCases>): void {
  const problems = topics.flatMap(({ source: topic, challenges }) =>
    challenges.flatMap(({ source, files }) =>
      ['en', 'zh'].flatMap((lang) => {
        const name = `statement.${lang}.md`;
        return checkExamples(`${topic.id}/${source.id}/${name}`, files.get(name)!.toString('utf8'), cases[source.id]?.cases ?? []);
      }),
    ),
  );
  if (problems.length > 0) throw new BankBroken(problems);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
