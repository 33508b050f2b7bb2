import type { ChoiceSource, ItemSource } from '../itemSource.ts';
import type { Draw } from './drawFigures.ts';
import { evaluate, type Formula } from './formula.ts';
import { fillText } from './fillText.ts';
import { type Random, shuffled } from './random.ts';
import { type Figures, FormulaFailed, list, number, truth } from './value.ts';

/**
 * A seeded item: an item whose texts hold placeholders, and whose figures may be formulas where a plain item has
 * numbers, orders or the mark `right`. Holds the key, so it stays in `src/generated/seededItems.json`.
 */
export interface SeededItem {
  revision: string;
  draw: Draw;
  item: ItemSource;
  /** What stands in the place of numbers and marks of `item`, by path. */
  formulas: { path: (string | number)[]; formula: Formula }[];
}

/** The item with these figures: plain, as an author would have written it by hand. */
export function fillItem(seeded: SeededItem, figures: Figures): ItemSource {
  const item = fillTexts(seeded.item, figures) as ItemSource;
  for (const { path, formula } of seeded.formulas) put(item, path, evaluate(formula, figures) as never);
  return settle(item);
}

function fillTexts(value: unknown, figures: Figures): unknown {
  if (typeof value === 'string') return fillText(value, figures);
  if (Array.isArray(value)) return value.map((one) => fillTexts(one, figures));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillTexts(one, figures)]));
}

function put(target: unknown, path: (string | number)[], value: unknown): void {
  const holder = path.slice(0, -1).reduce((here, key) => (here as Record<string | number, unknown>)[key], target);
  (holder as Record<string | number, unknown>)[path.at(-1)!] = value;
}

/** What formulas gave is checked, and turned into what a plain item holds. */
function settle(item: ItemSource): ItemSource {
  switch (item.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return { ...item, choices: item.choices.map(settleChoice) };
    case 'numeric':
      number(item.value);
      number(item.tolerance.absolute);
      number(item.tolerance.relative);
      item.wrong.forEach((mistake) => number(mistake.value));
      return item;
    case 'ordering': {
      const ids = item.entries.map((entry) => entry.id);
      return { ...item, order: orderOf(item.order, ids), wrong: item.wrong.map((mistake) => ({ ...mistake, order: orderOf(mistake.order, ids) })) };
    }
    default:
      return item;
  }
}

/** `right: <formula>`: a statement that is true for some figures; its feedback is for those for which it is not. */
function settleChoice(choice: ChoiceSource): ChoiceSource {
  if (choice.right === undefined) return choice;
  if (truth(choice.right)) return { id: choice.id, text: choice.text, right: true };
  const { right: _false, ...wrong } = choice as ChoiceSource & { right?: unknown };
  return wrong as ChoiceSource;
}

/** A formula gives places in the list of entries, counted from 0. */
function orderOf(order: (string | number)[], ids: string[]): string[] {
  return list(order).map((place) => {
    if (typeof place === 'string') return place;
    const id = ids[number(place)];
    if (id === undefined) throw new FormulaFailed(`there is no entry ${String(place)}; there are ${ids.length}, the first is 0`);
    return id;
  });
}

/**
 * Another order of what is chosen from, and ids that only say the place: who tells others which id was right, tells
 * them nothing about their own variant.
 */
export function shuffleItem(item: ItemSource, random: Random): ItemSource {
  switch (item.kind) {
    case 'single_choice':
    case 'multiple_choice':
      return { ...item, choices: shuffled(random, item.choices).map((choice, place) => ({ ...choice, id: letter(place) })) };
    case 'ordering': {
      const entries = inAnotherOrder(random, item.entries, item.order);
      const renamed = new Map(entries.map((entry, place) => [entry.id, letter(place)]));
      const rename = (order: string[]) => order.map((id) => renamed.get(id)!);
      return {
        ...item,
        entries: entries.map((entry) => ({ ...entry, id: renamed.get(entry.id)! })),
        order: rename(item.order),
        wrong: item.wrong.map((mistake) => ({ ...mistake, order: rename(mistake.order) })),
      };
    }
    case 'matching': {
      const right = shuffled(random, item.right);
      const renamed = new Map(right.map((entry, place) => [entry.id, letter(place)]));
      return {
        ...item,
        right: right.map((entry) => ({ ...entry, id: renamed.get(entry.id)! })),
        pairs: Object.fromEntries(Object.entries(item.pairs).map(([left, id]) => [left, renamed.get(id)!])),
        wrong: item.wrong.map((mistake) => ({ ...mistake, right: renamed.get(mistake.right)! })),
      };
    }
    case 'cloze': {
      const blanks = Object.entries(item.blanks).map(([id, blank]) => [id, blank.options === undefined ? blank : { ...blank, options: shuffled(random, blank.options) }] as const);
      return { ...item, blanks: Object.fromEntries(blanks) };
    }
    default:
      return item;
  }
}

/** Never the right order: that would be the answer. */
function inAnotherOrder<T extends { id: string }>(random: Random, entries: T[], right: string[]): T[] {
  for (;;) {
    const drawn = shuffled(random, entries);
    if (drawn.some((entry, place) => entry.id !== right[place])) return drawn;
  }
}

const letter = (place: number): string => String.fromCharCode('a'.charCodeAt(0) + place);
