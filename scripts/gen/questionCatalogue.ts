import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ItemKeys } from '../../src/questions/itemKeys.ts';
import { itemKey, publicItem, seededStub } from '../../src/questions/itemViews.ts';
import type { SeededItems } from '../../src/questions/seeded/renderVariant.ts';
import type { CatalogueData } from '../../src/questions/types.ts';
import { bankDoc } from './bankDoc.ts';
import { BankBroken } from './questionBank/bankProblem.ts';
import { challengeView } from './questionBank/challengeView.ts';
import { checkExamples } from './questionBank/checkExamples.ts';
import { asSpans, noteCoverage } from './questionBank/noteLines.ts';
import { publicCases } from './questionBank/publicCases.ts';
import { type BankTopic, readBank } from './questionBank/readBank.ts';
import { itemRevision } from './questionBank/revision.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface GeneratedBank {
  files: Record<string, string>;
  /** What keeps the bank from being complete, though it can be served: scores that are missing, stale or low, lines of the notes that nobody teaches. */
  shortcomings: string[];
}

/**
 * The question bank as files: what everybody may see, the keys of quiz items, what seeded items are drawn from, the public cases, and the
 * page with its numbers.
 * @throws BankBroken with file, line and cure of everything that is wrong in `questions/`
 */
export async function generateQuestionCatalogue(): Promise<GeneratedBank> {
  const root = join(repository, 'questions');
  const topics = readBank(root);
  const coverage = noteCoverage(root, topics);
  if (coverage.problems.length > 0) throw new BankBroken(coverage.problems);
  const cases = publicCases(repository, topics.flatMap((topic) => topic.challenges));
  refuseWrongExamples(topics, cases);
  return {
    files: {
      'src/generated/questionCatalogue.json': json(catalogueOf(topics)),
      'src/generated/itemKeys.json': json(keysOf(topics)),
      'src/generated/seededItems.json': json(seededOf(topics)),
      'src/generated/publicCases.json': json(cases),
      'docs/bank.md': bankDoc(topics, coverage),
    },
    shortcomings: [...topics.flatMap(weakChallenges), ...missingPrerequisites(topics), ...(coverage.missing.length === 0 ? [] : [`No topic covers lines ${asSpans(coverage.missing)} of the notes. Add a topic, or say why not in questions/uncovered-lines.yaml.`])],
  };
}

function weakChallenges({ challenges }: BankTopic): string[] {
  return challenges.flatMap(({ source, quality: { stale, weak } }) => (stale === null && weak === null ? [] : [`${source.id} ${stale ?? weak}. Run: npx gradecheck questions mutate ${source.id}`]));
}

/** Topics are written one by one, and may name those that come later. */
function missingPrerequisites(topics: BankTopic[]): string[] {
  const known = new Set(topics.map((topic) => topic.source.id));
  return topics.flatMap(({ source }) => source.prerequisites.filter((id) => !known.has(id)).map((id) => `${source.id}/topic.yaml names the prerequisite ${id}, which is no topic. Write it, or name another.`));
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
