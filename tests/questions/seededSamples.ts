import { openCatalogue } from '../../src/questions/openCatalogue.ts';
import type { ItemSource } from '../../src/questions/itemSource.ts';
import { drawFigures } from '../../src/questions/seeded/drawFigures.ts';
import { fillItem } from '../../src/questions/seeded/fillItem.ts';
import { createRandom } from '../../src/questions/seeded/random.ts';
import type { Value } from '../../src/questions/seeded/value.ts';

const { seededItems } = openCatalogue();

/** Drawn variants of a seeded item in the author's own order and ids, with their figures: for facts that are computed in another way. */
export function seededSamples<Kind extends ItemSource['kind']>(id: string, kind: Kind, count = 20): { figures: Record<string, Value>; item: Extract<ItemSource, { kind: Kind }> }[] {
  const seeded = seededItems[id];
  if (seeded?.item.kind !== kind) throw new Error(`${id} is no seeded ${kind} item`);
  return Array.from({ length: count }, (_, seed) => {
    const { figures } = drawFigures(seeded.draw, createRandom([seed, 1, 1, 1]));
    return { figures, item: fillItem(seeded, figures) as Extract<ItemSource, { kind: Kind }> };
  });
}
