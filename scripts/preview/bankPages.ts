import { readdirSync } from 'node:fs';
import { drawFigures } from '../../src/questions/seeded/drawFigures.ts';
import { fillItem } from '../../src/questions/seeded/fillItem.ts';
import { randomOf } from '../../src/questions/seeded/random.ts';
import { BankBroken, sentence } from '../gen/questionBank/bankProblem.ts';
import { type BankTopic, readOneTopic } from '../gen/questionBank/readBank.ts';
import { challengePage } from './challengePage.ts';
import { page, PageText, problemList } from './html.ts';
import { itemPage } from './itemPage.ts';
import { escapeHtml } from './markdownToHtml.ts';

interface Reading {
  topic: BankTopic | null;
  problems: string[];
}

/** The pages of a bank. Topics are read when they are asked for, and again after `forget`: proving seeded items takes its time. */
export class BankPages {
  private readonly readings = new Map<string, Reading>();

  constructor(private readonly root: string) {}

  /** A file has changed. */
  forget(): void {
    this.readings.clear();
  }

  /** All topics with their questions; a broken one with what is wrong with it. */
  list(): string {
    const sections = this.topicNames().map((name) => {
      const { topic, problems } = this.read(name);
      if (topic === null) return `<section><h2><code>${escapeHtml(name)}</code></h2>${problemList(problems)}</section>`;
      const text = new PageText();
      const links = idsOf(topic).map(({ id, about }) => `<li><a href="/${name}/${id}">${id}</a> <small>${about}</small></li>`);
      return `<section><h2>${text.bothInline(topic.source.title)}</h2>${text.both(topic.source.summary)}<ul>${links.join('')}</ul></section>`;
    });
    return page('Questions', `<h1>Questions</h1>${sections.join('\n')}`);
  }

  /** One question, or null when the topic does not have it. */
  async question(name: string, id: string, variant: string): Promise<string | null> {
    if (!this.topicNames().includes(name)) return null;
    const { topic, problems } = this.read(name);
    if (topic === null) return page(id, problemList(problems), { back: '/' });
    const made = await questionOf(topic, id, variant);
    if (made === null) return null;
    const ids = idsOf(topic).map((one) => one.id);
    const place = ids.indexOf(id);
    const link = (at: number) => (ids[at] === undefined ? undefined : `/${name}/${ids[at]}`);
    return page(id, problemList(made.problems) + made.html, { back: '/', previous: link(place - 1), next: link(place + 1) });
  }

  /** The address of a question by its id alone. A topic that is broken may still be the one: its problems are shown there. */
  pathOf(id: string): string | null {
    const name = this.topicNames().find((one) => {
      const { topic } = this.read(one);
      return topic !== null && idsOf(topic).some((question) => question.id === id);
    });
    return name === undefined ? null : `/${name}/${id}`;
  }

  private topicNames(): string[] {
    return readdirSync(this.root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^[_.]/.test(entry.name))
      .map((entry) => entry.name)
      .sort();
  }

  private read(name: string): Reading {
    const known = this.readings.get(name);
    if (known !== undefined) return known;
    const reading = readTopic(this.root, name);
    this.readings.set(name, reading);
    return reading;
  }
}

function readTopic(root: string, name: string): Reading {
  try {
    return { topic: readOneTopic(root, name), problems: [] };
  } catch (error) {
    if (!(error instanceof BankBroken)) throw error;
    return { topic: null, problems: error.problems.map(sentence) };
  }
}

function idsOf(topic: BankTopic): { id: string; about: string }[] {
  return [
    ...topic.challenges.map(({ source }) => ({ id: source.id, about: `code, ${Object.keys(source.runtimes).join(', ')}` })),
    ...topic.items.map(({ id, kind }) => ({ id, about: kind })),
    ...topic.seeded.map(({ item }) => ({ id: item.id, about: `${item.kind}, seeded` })),
  ];
}

async function questionOf(topic: BankTopic, id: string, variant: string): Promise<{ html: string; problems: string[] } | null> {
  const challenge = topic.challenges.find(({ source }) => source.id === id);
  if (challenge !== undefined) return challengePage(topic.source.id, challenge);
  const plain = topic.items.find((item) => item.id === id);
  if (plain !== undefined) return itemPage(plain, null);
  const seeded = topic.seeded.find(({ item }) => item.id === id);
  if (seeded === undefined) return null;
  const { figures } = drawFigures(seeded.draw, await randomOf(variant));
  return itemPage(fillItem(seeded, figures), { name: variant, figures });
}
