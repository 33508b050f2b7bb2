import type { ItemSource } from '../../../src/questions/itemSource.ts';
import { drawFigures } from '../../../src/questions/seeded/drawFigures.ts';
import { fillItem, type SeededItem, shuffleItem } from '../../../src/questions/seeded/fillItem.ts';
import { createRandom } from '../../../src/questions/seeded/random.ts';
import { type Figures, FormulaFailed } from '../../../src/questions/seeded/value.ts';
import { disagreement, textsOf } from './bilingual.ts';
import { checkPlain } from './checkItem.ts';
import { checkMarkdown } from './checkMarkdown.ts';

type Path = (string | number)[];
type Report = (inside: Path, problem: string, cure: string) => void;

const seeds = 200;
/** Of 200 seeds; fewer, and two candidates who sit together would often get the same figures. */
const differentMin = 40;
const drawsPerSeedMax = 20;

/**
 * Draws an item for many seeds and holds each against what is asked of a plain item: the right answer is accepted, each
 * known mistake is refused with its own feedback, nothing to choose from comes twice, both languages say the same. Reports the first seed that fails.
 */
export function proveSeeded(seeded: SeededItem, report: Report): void {
  const different = new Set<string>();
  let draws = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    let problems = 0;
    let figures: Figures = {};
    const count: Report = (inside, problem, cure) => {
      problems++;
      report(inside, `${told(figures)}${problem}`, cure);
    };
    try {
      const random = createRandom([seed, 0x9e3779b9, 0x243f6a88, 0xb7e15162]);
      const drawn = drawFigures(seeded.draw, random);
      figures = drawn.figures;
      draws += drawn.tries;
      const item = fillItem(seeded, figures);
      checkPlain(item, count, { shuffledLater: true });
      checkOptions(item, count);
      checkTexts(item, count);
      if (problems === 0) checkPlain(shuffleItem(item, random), count);
      different.add(JSON.stringify(figures));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      count(Object.keys(figures).length === 0 ? ['require'] : [], error instanceof FormulaFailed ? `A formula has no value: ${error.message}.` : error.message, 'Add a condition to `require`, or correct the formula.');
    }
    if (problems > 0) return;
  }
  if (draws > seeds * drawsPerSeedMax) report(['require'], `Only 1 of ${Math.round(draws / seeds)} draws meets the conditions.`, 'Draw from narrower ranges, or compute the figure that depends on others.');
  if (different.size < differentMin) report(['variables'], `${seeds} seeds give only ${different.size} different sets of figures.`, `Widen the ranges until there are ${differentMin}, so that two candidates seldom get the same.`);
}

/** A wrong choice that reads like the right one would be a trap without a way out. */
function checkOptions(item: ItemSource, report: Report): void {
  const lists: [string, { en: string; zh: string }[]][] =
    item.kind === 'single_choice' || item.kind === 'multiple_choice'
      ? [['choices', item.choices.map((choice) => choice.text)]]
      : item.kind === 'ordering'
        ? [['entries', item.entries.map((entry) => entry.text)]]
        : item.kind === 'matching'
          ? [['left', item.left.map((entry) => entry.text)], ['right', item.right.map((entry) => entry.text)]]
          : item.kind === 'cloze'
            ? Object.entries(item.blanks).map(([id, blank]) => [`blanks.${id}.options`, (blank.options ?? []).map((text) => ({ en: text, zh: text }))])
            : [];
  for (const [name, texts] of lists) {
    for (const lang of ['en', 'zh'] as const) {
      const seen = texts.map((text) => text[lang].normalize('NFKC').replace(/\s+/g, ' ').trim());
      const at = seen.findIndex((text, index) => seen.indexOf(text) !== index);
      if (at >= 0) return report([...name.split('.'), at], `"${seen[at]}" comes twice.`, 'Add a condition to `require` that keeps the two apart.');
    }
  }
}

function checkTexts(item: ItemSource, report: Report): void {
  for (const { path, en, zh } of textsOf(item)) {
    const said = disagreement(en, zh);
    if (said !== null) report(path, `${path.join('.')}: ${said}.`, 'Say the same in both languages, with the same placeholders.');
    for (const text of [en, zh]) for (const { problem, cure } of checkMarkdown('', text)) report(path, problem, cure);
  }
}

function told(figures: Figures): string {
  const all = Object.entries(figures).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return all.length === 0 ? '' : `With ${all.join(', ')}: `;
}
