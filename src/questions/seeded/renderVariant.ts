import type { ItemKey } from '../itemKeys.ts';
import { itemKey, publicItem } from '../itemViews.ts';
import type { QuizQuestion, SeededQuestion } from '../types.ts';
import { drawFigures } from './drawFigures.ts';
import { fillItem, type SeededItem, shuffleItem } from './fillItem.ts';
import { randomOf } from './random.ts';

/** Question id -> what its variants are made from. */
export type SeededItems = Record<string, SeededItem>;

/** What a tenant gets that names no variant. */
export const defaultVariant = '1';

/**
 * One variant of a seeded question with its key. The same revision, tenant and variant give the same figures on every
 * machine, so that a grade can be given again; two tenants never share a variant.
 */
export async function renderVariant(items: SeededItems, question: SeededQuestion, { tenantId, variant }: { tenantId: string; variant: string }): Promise<{ question: QuizQuestion; key: ItemKey }> {
  const seeded = items[question.id];
  if (seeded?.revision !== question.revision) throw new Error(`The seeded item ${question.id} belongs to another revision. Run: npm run gen`);
  const random = await randomOf(JSON.stringify([question.revision, tenantId, variant]));
  const { figures } = drawFigures(seeded.draw, random);
  const item = shuffleItem(fillItem(seeded, figures), random);
  return { question: publicItem(question.topic, item, { revision: question.revision, variant }), key: itemKey(item) };
}
