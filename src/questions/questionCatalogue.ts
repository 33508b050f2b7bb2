import type { QuestionKind } from '../protocol/answers.ts';
import type { CatalogueData, CodeQuestion, Question, QuestionSummary, SeededQuestion, Topic } from './types.ts';

export interface QuestionFilter {
  topic?: string;
  kind?: QuestionKind;
  runtime?: string;
  difficulty?: number;
  /** Words that must all occur in id, titles, topic or tags, in either language. */
  text?: string;
  limit: number;
  /** The `next` of the page before. */
  after?: string;
}

export interface QuestionPage {
  questions: QuestionSummary[];
  next: string | null;
}

/** True for a question whose texts are complete, false for one whose figures must be drawn first. */
export const isComplete = (question: Question | SeededQuestion): question is Question => question.statement !== undefined;

/** A cursor that no page of ours has handed out. The caller's fault. */
export class InvalidCursor extends Error {
  constructor() {
    super('The cursor was not made by this list. Use the next_cursor of a page, unchanged.');
    this.name = 'InvalidCursor';
  }
}

/** The public half of the question bank, held in memory. Knows nothing of right answers. */
export class QuestionCatalogue {
  private readonly byId: Map<string, Question | SeededQuestion>;
  private readonly listed: { summary: QuestionSummary; words: string }[];

  constructor(private readonly data: CatalogueData) {
    const titles = new Map(data.topics.map((topic) => [topic.id, topic.title]));
    this.byId = new Map(data.questions.map((question) => [question.id, question]));
    this.listed = [...data.questions].sort(byTopicThenId).map((question) => {
      const { id, tags, title, topic } = question;
      const topicTitle = titles.get(topic);
      const words = [id, topic, ...tags, title.en, title.zh, topicTitle?.en ?? '', topicTitle?.zh ?? ''].join('\n').toLowerCase();
      return { summary: summaryOf(question), words };
    });
  }

  /** Questions by topic, then id. A cursor names the place of the last question seen, so it survives new and removed ones. */
  list(filter: QuestionFilter): QuestionPage {
    const fitting = this.listed.filter((entry) => fits(entry, filter)).map((entry) => entry.summary);
    const place = filter.after === undefined ? null : readCursor(filter.after);
    const rest = place === null ? fitting : fitting.filter((summary) => byTopicThenId(summary, place) > 0);
    const questions = rest.slice(0, Math.max(1, Math.floor(filter.limit)));
    const last = questions.at(-1);
    return { questions, next: last !== undefined && rest.length > questions.length ? makeCursor(last) : null };
  }

  /** A seeded question comes without its texts: they belong to a variant. */
  get(id: string): Question | SeededQuestion | undefined {
    return this.byId.get(id);
  }

  codeQuestions(): CodeQuestion[] {
    return this.data.questions.filter((question): question is CodeQuestion => question.kind === 'code');
  }

  topics(): Topic[] {
    return this.data.topics;
  }
}

/** What a list shows of a question. */
export function summaryOf(question: QuestionSummary): QuestionSummary {
  const { id, topic, kind, title, difficulty, minutes, tags, concepts, runtimes, max_score, revision, seeded } = question;
  return { id, topic, kind, title, difficulty, minutes, tags, concepts, runtimes, max_score, revision, seeded };
}

function fits({ summary, words }: { summary: QuestionSummary; words: string }, filter: QuestionFilter): boolean {
  if (filter.topic !== undefined && summary.topic !== filter.topic) return false;
  if (filter.kind !== undefined && summary.kind !== filter.kind) return false;
  if (filter.runtime !== undefined && !summary.runtimes.includes(filter.runtime)) return false;
  if (filter.difficulty !== undefined && summary.difficulty !== filter.difficulty) return false;
  return (filter.text ?? '').toLowerCase().split(/\s+/).every((word) => words.includes(word));
}

type Place = { topic: string; id: string };

/** By code units and not by locale, so that every machine pages in the same order. */
function byTopicThenId(a: Place, b: Place): number {
  return compare(a.topic, b.topic) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const makeCursor = ({ topic, id }: Place): string => btoa(`${topic}/${id}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

function readCursor(cursor: string): Place {
  let text: string;
  try {
    text = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    throw new InvalidCursor();
  }
  const match = /^([a-z0-9-]{1,100})\/([A-Za-z0-9._-]{1,100})$/.exec(text);
  if (match === null) throw new InvalidCursor();
  return { topic: match[1]!, id: match[2]! };
}
