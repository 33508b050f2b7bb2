import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { rightAnswer, wrongAnswers } from '../../scripts/gen/questionBank/checkItem.ts';
import { readOneTopic } from '../../scripts/gen/questionBank/readBank.ts';
import { gradeItem } from '../../src/questions/gradeItem.ts';
import { itemKey, publicItem, seededStub } from '../../src/questions/itemViews.ts';
import type { ItemSource } from '../../src/questions/itemSource.ts';
import { drawFigures } from '../../src/questions/seeded/drawFigures.ts';
import { fillItem, shuffleItem } from '../../src/questions/seeded/fillItem.ts';
import { createRandom } from '../../src/questions/seeded/random.ts';
import { renderVariant, type SeededItems } from '../../src/questions/seeded/renderVariant.ts';
import type { SeededQuestion } from '../../src/questions/types.ts';

const root = mkdtempSync(join(tmpdir(), 'gradecheck-seeded-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, 'seeded'));
cpSync(join(import.meta.dirname, 'seeded/items.yaml'), join(root, 'seeded/items.yaml'));
writeFileSync(join(root, 'seeded/topic.yaml'), 'id: seeded\ntitle: { en: Seeded, zh: 带参数的题 }\nsummary: { en: All kinds., zh: 所有题型。 }\nnotes: { lines: [1] }\nerrata: []\nprerequisites: []\nreading: []\n');
const { seeded } = readOneTopic(root, 'seeded');
const items: SeededItems = Object.fromEntries(seeded.map((one) => [one.item.id, one]));

function sample(id: string, seed: number) {
  const random = createRandom([seed, 7, 7, 7]);
  const { figures } = drawFigures(items[id]!.draw, random);
  const item = fillItem(items[id]!, figures);
  return { item, shuffled: shuffleItem(item, random), f: figures as Record<string, number> };
}

const kindOf = <Kind extends ItemSource['kind']>(item: ItemSource, kind: Kind) => {
  if (item.kind !== kind) throw new Error(`expected ${kind}`);
  return item as Extract<ItemSource, { kind: Kind extends `${string}_choice` ? 'single_choice' | 'multiple_choice' : Kind }>;
};

test('there is one of each kind', () => {
  expect(seeded.map((one) => one.item.kind).sort()).toEqual(['cloze', 'matching', 'multiple_choice', 'numeric', 'ordering', 'short_text', 'single_choice']);
});

describe('what the formulas give, computed in another way', () => {
  const seeds = Array.from({ length: 50 }, (_, index) => index);

  test('single_choice: the right text is the width', () => {
    for (const seed of seeds) {
      const { item, f } = sample('seeded-single', seed);
      let width = 0;
      for (let left = 0; left + f.kernel! <= f.size!; left += f.stride!) width++;
      expect(kindOf(item, 'single_choice').choices.find((choice) => choice.right)!.text).toEqual({ en: String(width), zh: String(width) });
    }
  });

  test('multiple_choice: a statement is right exactly when its formula is true', () => {
    const counts = [0, 0];
    for (const seed of seeds) {
      const { item, f } = sample('seeded-multiple', seed);
      const three = kindOf(item, 'multiple_choice').choices[1]!;
      const divides = Number.isInteger(f.c_in! / 3) && Number.isInteger(f.c_out! / 3);
      expect(three.right).toBe(divides ? true : undefined);
      expect('feedback' in three).toBe(!divides);
      counts[Number(divides)]!++;
    }
    expect(Math.min(...counts)).toBeGreaterThan(2);
  });

  test('numeric: value, known mistake, tolerance and texts', () => {
    for (const seed of seeds) {
      const { item, f } = sample('seeded-numeric', seed);
      const numeric = kindOf(item, 'numeric');
      const weights = f.weights as unknown as number[];
      const p = weights.map((weight) => weight / (weights[0]! + weights[1]! + weights[2]!));
      const nats = p.reduce((sum, one) => sum - one * Math.log(one), 0);
      expect(numeric.value).toBeCloseTo(nats / Math.LN2 + f.shift!, 10);
      expect(numeric.wrong[0]!.value).toBeCloseTo(nats + f.shift!, 10);
      expect(numeric.tolerance).toEqual({ absolute: 0.01, relative: 0 });
      expect(numeric.prompt.en).toContain(`weights ${weights.join(', ')}; the first is ${weights[0]}.`);
      expect(numeric.prompt.en).toMatch(/add [+-]\d(\.\d\d?)?\.$/);
      expect(numeric.wrong[0]!.feedback.zh).toContain(`应为 ${(nats / Math.LN2).toFixed(3)}。`);
    }
  });

  test('ordering: by cost', () => {
    for (const seed of seeds) {
      const { item, f } = sample('seeded-ordering', seed);
      const cost: Record<string, number> = { linear: f.a! * f.b!, depthwise: f.a! * f.k! * f.k!, biases: f.a! + f.b!, square: f.b! * f.b! };
      expect(kindOf(item, 'ordering').order).toEqual(Object.keys(cost).sort((x, y) => cost[x]! - cost[y]!));
    }
  });

  test('cloze: blanks stay blanks, figures are filled in', () => {
    for (const seed of seeds) {
      const { item, f } = sample('seeded-cloze', seed);
      const cloze = kindOf(item, 'cloze');
      expect(cloze.text.en).toBe(`${f.g! * f.k!} channels in ${f.g} groups: each group has {{size}}, and $C = ${f.c}$.`);
      expect(cloze.blanks.size).toMatchObject({ accepted: [String(f.k)], options: [f.k, f.g, f.k! + 1].map(String) });
    }
  });
});

describe('a shuffled variant', () => {
  for (const { item: template } of seeded) {
    test(`${template.id}: grades as the author wrote it, under ids that only say the place`, () => {
      const orders = new Set<string>();
      for (let seed = 0; seed < 40; seed++) {
        const { item, shuffled } = sample(template.id, seed);
        const question = publicItem('seeded', shuffled, { revision: 'r', variant: 'v' });
        const key = itemKey(shuffled);
        expect(gradeItem(question, key, rightAnswer(shuffled)).verdict).toBe('accepted');
        for (const [, answer] of wrongAnswers(shuffled)) expect(gradeItem(question, key, answer).verdict).toBe('wrong_answer');
        if ('choices' in shuffled && 'choices' in item) {
          expect(shuffled.choices.map((choice) => choice.id)).toEqual(['a', 'b', 'c', 'd'].slice(0, item.choices.length));
          const rightText = (one: typeof item) => one.choices.filter((choice) => choice.right).map((choice) => choice.text.en).sort();
          expect(rightText(shuffled)).toEqual(rightText(item));
          orders.add(shuffled.choices.map((choice) => item.choices.findIndex((other) => other.text.en === choice.text.en)).join());
        }
        if (shuffled.kind === 'ordering') {
          expect(shuffled.entries.map((entry) => entry.id)).toEqual(['a', 'b', 'c', 'd']);
          expect(shuffled.order).not.toEqual(['a', 'b', 'c', 'd']);
          orders.add(shuffled.order.join());
        }
        if (shuffled.kind === 'cloze') orders.add(String(shuffled.blanks.size!.options!.indexOf(shuffled.blanks.size!.accepted[0]!)));
        if (shuffled.kind === 'matching' && item.kind === 'matching') {
          const partner = (one: typeof item) => Object.fromEntries(Object.entries(one.pairs).map(([left, right]) => [left, one.right.find((entry) => entry.id === right)!.text.en]));
          expect(partner(shuffled)).toEqual(partner(item));
          orders.add(Object.values(shuffled.pairs).join());
        }
      }
      if (template.kind === 'cloze') expect(orders.size).toBe(3);
      else if (!['numeric', 'short_text'].includes(template.kind)) expect(orders.size).toBeGreaterThan(4);
    });
  }
});

describe('renderVariant', () => {
  const stub = (id: string): SeededQuestion => seededStub('seeded', items[id]!.item, items[id]!.revision);
  const render = (id: string, tenantId: string, variant: string) => renderVariant(items, stub(id), { tenantId, variant });

  test('the same revision, tenant and variant give the same question and key, and nothing else does', async () => {
    const first = await render('seeded-numeric', 'ten_a', 'candidate 1');
    expect(await render('seeded-numeric', 'ten_a', 'candidate 1')).toEqual(first);
    const others = await Promise.all([render('seeded-numeric', 'ten_b', 'candidate 1'), render('seeded-numeric', 'ten_a', 'candidate 2'), render('seeded-numeric', 'ten_a', 'candidate 1 ')]);
    for (const other of others) expect(other.question.statement).not.toEqual(first.question.statement);
  });

  test('the question says which variant it is and holds no key, formula or name of a figure', async () => {
    for (const { item } of seeded) {
      const { question } = await render(item.id, 'ten_a', 'x');
      expect(question).toMatchObject({ seeded: true, variant: 'x', revision: items[item.id]!.revision });
      const text = JSON.stringify(question);
      expect(text.replaceAll('{{size}}', '')).not.toContain('{{');
      for (const secret of ['right":true', 'value', 'pairs', 'accepted', 'misconception', 'otherwise', 'draw', 'formulas', 'order":']) expect(text, item.id).not.toContain(secret);
    }
  });

  test('what a list shows depends on no figure', () => {
    for (const { item } of seeded) expect(JSON.stringify(stub(item.id))).not.toContain('{{');
  });

  test('templates of another revision are refused', async () => {
    await expect(renderVariant(items, { ...stub('seeded-cloze'), revision: 'sha256:1' }, { tenantId: 't', variant: 'v' })).rejects.toThrow('belongs to another revision');
  });
});
