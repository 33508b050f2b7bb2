import { describe, expect, test } from 'vitest';
import { localize } from './localize.ts';
import { openCatalogue } from './openCatalogue.ts';
import { InvalidCursor, QuestionCatalogue } from './questionCatalogue.ts';

const { catalogue } = openCatalogue();
const ids = (filter: Parameters<QuestionCatalogue['list']>[0]) => catalogue.list(filter).questions.map((question) => question.id);
const all = ids({ limit: 1000 });

describe('list', () => {
  test('is ordered by topic, then id', () => {
    const places = catalogue.list({ limit: 1000 }).questions.map(({ topic, id }) => `${topic}/${id}`);
    expect(places).toEqual([...places].sort());
    expect(places.length).toBeGreaterThanOrEqual(12);
  });

  test.each([1, 2, 5, 1000])('pages of %i give every question once, in the same order', (limit) => {
    const seen: string[] = [];
    for (let after: string | undefined; seen.length <= all.length; ) {
      const page = catalogue.list({ limit, after });
      expect(page.questions.length).toBeLessThanOrEqual(limit);
      seen.push(...page.questions.map((question) => question.id));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual(all);
  });

  test('a cursor holds its place when its question is gone and others came', () => {
    const { next } = catalogue.list({ limit: 3 });
    const questions = all.map((id) => catalogue.get(id)!).filter((question) => question.id !== all[2]);
    const later = new QuestionCatalogue({ topics: catalogue.topics(), questions });
    expect(later.list({ limit: 1, after: next! }).questions[0]!.id).toBe(all[3]);
  });

  test('filters keep what fits, all of it and nothing else', () => {
    const whole = all.map((id) => catalogue.get(id)!);
    const expected = (fits: (question: (typeof whole)[number]) => boolean): string[] => whole.filter(fits).map((question) => question.id);
    const some = { limit: 1000 };
    expect(ids({ kind: 'code', ...some })).toEqual(expected((q) => q.kind === 'code'));
    expect(ids({ runtime: 'numpy', ...some })).toEqual(expected((q) => q.kind === 'code' && q.runtimes.includes('numpy')));
    expect(ids({ topic: 'conv-bn-fusion', kind: 'code', ...some })).toEqual(expected((q) => q.topic === 'conv-bn-fusion' && q.kind === 'code'));
    expect(ids({ difficulty: 3, ...some })).toEqual(expected((q) => q.difficulty === 3));
    for (const found of [ids({ kind: 'code', ...some }), ids({ runtime: 'numpy', ...some }), ids({ difficulty: 3, ...some })]) {
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(all.length);
    }
    expect(ids({ topic: 'nothing', ...some })).toEqual([]);
    expect(ids({ text: 'PADDING before', topic: 'conv-bn-fusion', ...some })).toEqual(['conv-bn-fusion-before-padding']);
    expect(ids({ text: '洗牌', kind: 'code', ...some })).toContain('channel-shuffle');
    expect(ids({ text: '洗牌', kind: 'code', ...some })).not.toContain('fuse-conv-bn');
  });

  test.each(['', 'x', '!!!', btoa('no slash'), btoa('../../etc/passwd'), '../..'])('the cursor %j is refused', (after) => {
    expect(() => catalogue.list({ limit: 1, after })).toThrow(InvalidCursor);
  });
});

describe('get and topics', () => {
  test('an unknown id is undefined, one of the prototype too', () => {
    expect(catalogue.get('nope')).toBeUndefined();
    expect(catalogue.get('__proto__')).toBeUndefined();
  });

  test('every question stands in its topic', () => {
    expect(catalogue.topics().flatMap((topic) => topic.questions.map((question) => question.id))).toEqual(all);
  });

  test('a code question shows what a candidate needs', () => {
    expect(catalogue.get('channel-shuffle')).toMatchObject({
      runtimes: expect.arrayContaining(['pytorch', 'numpy', 'tfjs']) as unknown,
      limits: { wall_seconds_per_case: 5 },
      tolerance: { policy: 'exact' },
      entries: expect.arrayContaining([
        expect.objectContaining({ runtime: 'pytorch', function: 'channel_shuffle', starter: [expect.objectContaining({ path: 'solution.py' })] }),
        expect.objectContaining({ runtime: 'numpy', function: 'channel_shuffle' }),
        expect.objectContaining({ runtime: 'tfjs', function: 'channelShuffle' }),
      ]) as unknown,
      public_cases: expect.arrayContaining([expect.objectContaining({ runtime: 'pytorch', name: 'public_example', concept: 'permutation' })]) as unknown,
    });
  });
});

describe('localize', () => {
  test('chooses one language at every depth and leaves other values alone', () => {
    const value = { title: { en: 'a', zh: '甲' }, list: [{ text: { en: 'b', zh: '乙' } }], en: 'kept', n: 1, none: null };
    expect(localize(value, 'zh')).toEqual({ title: '甲', list: [{ text: '乙' }], en: 'kept', n: 1, none: null });
    expect(localize(value, 'en').list[0]!.text).toBe('b');
  });

  test('no pair of languages is left in a localized question', () => {
    for (const id of all) expect(JSON.stringify(localize(catalogue.get(id)!, 'en')), id).not.toContain('"zh":');
  });
});
