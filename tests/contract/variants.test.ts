import { describe, expect, test } from 'vitest';
import seededItems from '../../src/generated/seededItems.json' with { type: 'json' };
import { renderVariant } from '../../src/questions/seeded/renderVariant.ts';
import type { SeededQuestion } from '../../src/questions/types.ts';
import { useTestApi } from '../support/api.ts';

/** A seeded question from the list to the grade, as a client sees it. */
const api = useTestApi();
const id = 'channel-shuffle-place';

async function read(path: string, key = api.current.key): Promise<{ status: number; etag: string | null; body: Record<string, unknown> }> {
  const response = await api.current.send('GET', path, { key });
  return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as Record<string, unknown> };
}

async function submit(body: object, key = api.current.key): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await api.current.send('POST', '/v1/submissions', { key, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** What is right in this variant, from the statement alone. */
function solve(statement: string): number {
  const [, channels, groups, channel] = /^(\d+) channels, .* with (\d+) groups\. .* input channel (\d+) stand/.exec(statement)!.map(Number);
  const order = Array.from({ length: groups! }, (_, group) => group * (channels! / groups!));
  const result = Array.from({ length: channels! / groups! }, (_, place) => order.map((first) => first + place)).flat();
  return result.indexOf(channel!);
}

test('the list says which questions are seeded', async () => {
  const { body } = await read('/v1/questions?topic=channel-shuffle');
  const seeded = Object.fromEntries((body.data as { id: string; seeded: boolean }[]).map((one) => [one.id, one.seeded]));
  expect(seeded).toMatchObject({ [id]: true, 'channel-shuffle-destination': false, 'channel-shuffle': false });
});

describe('reading', () => {
  test('a variant is the same each time and in both languages, with its name and its ETag', async () => {
    const first = await read(`/v1/questions/${id}?variant=anna`);
    const again = await read(`/v1/questions/${id}?variant=anna`);
    const chinese = await read(`/v1/questions/${id}?variant=anna&lang=zh`);
    expect(first.body).toMatchObject({ id, seeded: true, variant: 'anna', kind: 'numeric' });
    expect(again).toEqual(first);
    const numbers = (text: unknown) => String(text).match(/\d+/g)!.map(Number).sort();
    expect(numbers(chinese.body.statement)).toEqual(numbers(first.body.statement));
    expect(chinese.etag).not.toBe(first.etag);
  });

  test('another variant and another tenant have other figures', async () => {
    const statements = new Set<unknown>();
    const other = await api.current.newTenant();
    for (const variant of ['anna', 'ben', '李雷', 'a+b@c.d']) {
      for (const key of [api.current.key, other.key]) statements.add((await read(`/v1/questions/${id}?variant=${encodeURIComponent(variant)}`, key)).body.statement);
    }
    expect(statements.size).toBe(8);
  });

  test('without a variant it is variant 1', async () => {
    const plain = await read(`/v1/questions/${id}`);
    expect(plain.body.variant).toBe('1');
    expect(plain).toEqual(await read(`/v1/questions/${id}?variant=1`));
  });

  test('other questions ignore it', async () => {
    const plain = await read('/v1/questions/channel-shuffle-destination?variant=anna');
    expect(plain.body).toMatchObject({ seeded: false, variant: null });
    expect(plain).toEqual(await read('/v1/questions/channel-shuffle-destination'));
  });

  test.each(['', 'a%00b', 'a%0Ab', 'x'.repeat(65)])('variant=%s is refused', async (variant) => {
    const { status, body } = await read(`/v1/questions/${id}?variant=${variant}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ parameter: 'variant' }]);
  });
});

describe('answering', () => {
  test('is graded by the figures of the variant that was answered, and says which', async () => {
    for (const variant of ['anna', 'ben', undefined]) {
      const { body: question } = await read(`/v1/questions/${id}${variant === undefined ? '' : `?variant=${variant}`}`);
      const value = solve(String(question.statement));
      const right = await submit({ question_id: id, variant, answer: { kind: 'numeric', value } });
      expect(right.body).toMatchObject({ verdict: 'accepted', score: 100, variant: question.variant, question_revision: question.revision });
      const wrong = await submit({ question_id: id, variant, answer: { kind: 'numeric', value: value + 1 } });
      expect(wrong.body).toMatchObject({ verdict: 'wrong_answer', variant: question.variant, concepts: [{ concept: 'answer', passed: false, feedback: 'The first index of the result is 0.' }] });
    }
  });

  test('the right answer of another variant is wrong', async () => {
    const [anna, ben] = await Promise.all(['anna', 'ben'].map(async (variant) => solve(String((await read(`/v1/questions/${id}?variant=${variant}`)).body.statement))));
    expect(anna).not.toBe(ben);
    expect((await submit({ question_id: id, variant: 'ben', answer: { kind: 'numeric', value: anna } })).body.verdict).toBe('wrong_answer');
  });

  test('the variant stays with the submission, in lists too', async () => {
    const { body } = await submit({ question_id: id, variant: 'anna', answer: { kind: 'numeric', value: 0 } });
    expect((await read(`/v1/submissions/${String(body.id)}`)).body.variant).toBe('anna');
    expect((await read(`/v1/submissions?question_id=${id}&limit=1`)).body.data).toMatchObject([{ variant: 'anna' }]);
  });

  test('a question that is not seeded stores none', async () => {
    expect((await submit({ question_id: 'channel-shuffle-destination', variant: 'anna', answer: { kind: 'numeric', value: 6 } })).body).toMatchObject({ verdict: 'accepted', variant: null });
  });

  test('what is stored is enough to grade again', async () => {
    const { body } = await submit({ question_id: id, variant: 'anna', answer: { kind: 'numeric', value: 1 } });
    const [stored] = await api.current.db.sql`select variant, tenant_id, question_revision from gradecheck.submissions where id = ${String(body.id)}`;
    const question = api.current.services.catalogue.get(id) as SeededQuestion;
    expect(stored!.question_revision).toBe(question.revision);
    const { question: shown, key } = await renderVariant(seededItems as never, question, { tenantId: String(stored!.tenant_id), variant: String(stored!.variant) });
    expect(key).toMatchObject({ value: solve(shown.statement.en) });
  });

  test('a variant that is no text of ours is refused', async () => {
    const { status, body } = await submit({ question_id: id, variant: 'a\u0000b', answer: { kind: 'numeric', value: 1 } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer: '/variant' }]);
  });
});

test('no formula, no name of a figure and no sentence of a key is public', async () => {
  for (const [item, { draw }] of Object.entries(seededItems)) {
    for (const variant of ['x', 'y']) {
      const text = await (await api.current.send('GET', `/v1/questions/${item}?variant=${variant}`)).text();
      for (const secret of ['"right":true', '"value"', '"wrong"', 'misconception', 'otherwise', '"draw":', '"formulas":', '"require":', '["get"']) expect(text, item).not.toContain(secret);
      for (const name of Object.keys(draw.variables)) expect(text, item).not.toContain(`{{${name}`);
    }
  }
  const lists = await Promise.all(['/v1/questions?limit=100', '/v1/topics'].map(async (path) => (await api.current.send('GET', path)).text()));
  for (const text of lists) expect(text).not.toMatch(/\{\{|"get"|misconception/);
});
