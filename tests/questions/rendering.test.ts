import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textsOf } from '../../scripts/gen/questionBank/bilingual.ts';
import { readBank } from '../../scripts/gen/questionBank/readBank.ts';
import { drawFigures } from '../../src/questions/seeded/drawFigures.ts';
import { fillItem } from '../../src/questions/seeded/fillItem.ts';
import { createRandom } from '../../src/questions/seeded/random.ts';
import { markdownToHtml } from '../../scripts/preview/markdownToHtml.ts';
import { repository } from './templateBank.ts';

/** Every formula of the bank can be set, in both languages and for several variants. */
for (const { source, items, seeded, challenges } of readBank(join(repository, 'questions'))) {
  test(`formulas of ${source.id}`, () => {
    const variants = seeded.flatMap((one) => [1, 2, 3].map((seed) => fillItem(one, drawFigures(one.draw, createRandom([seed, 2, 3, 4])).figures)));
    const pairs = [...textsOf([source, items, variants, challenges.map((one) => one.source)])];
    const statements = challenges.flatMap(({ files }) => ['en', 'zh'].map((lang) => files.get(`statement.${lang}.md`)!.toString('utf8')));
    const problems = [...pairs.flatMap(({ en, zh }) => [en, zh]), ...statements].flatMap((text) => markdownToHtml(text).problems);
    expect(problems).toEqual([]);
  });
}
