import { expect, test } from 'vitest';
import itemKeys from '../../src/generated/itemKeys.json' with { type: 'json' };
import type { ItemKey, ItemKeys } from '../../src/questions/itemKeys.ts';
import { newSubmission, secretSeed, useTestApi } from '../support/api.ts';

/** Nothing that a client can read may help to answer a question: no key, no hidden case, no seed. */
const api = useTestApi();
const keys = itemKeys as unknown as ItemKeys;

async function everythingAboutQuestions(): Promise<string> {
  const texts: string[] = [];
  const ids: string[] = [];
  let cursor = '';
  for (let page = 0; page < 50; page++) {
    const response = await api.current.send('GET', `/v1/questions?limit=100${cursor}`);
    const { data, next_cursor } = (await response.json()) as { data: { id: string }[]; next_cursor: string | null };
    ids.push(...data.map(({ id }) => id));
    if (next_cursor === null) break;
    cursor = `&cursor=${next_cursor}`;
  }
  for (const lang of ['en', 'zh']) {
    const paths = ['/v1/questions?limit=100&', '/v1/topics?', ...ids.map((id) => `/v1/questions/${id}?`)];
    for (const path of paths) texts.push(await (await api.current.send('GET', `${path}lang=${lang}`)).text());
  }
  return texts.join('\n');
}

/** Every sentence of a key: they speak of mistakes, so they would give the right answer away. */
function sentencesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && 'zh' in value) return [String(value.en), String(value.zh)];
  return Object.values(value).flatMap(sentencesOf);
}

test('questions carry no sentence of a key and no field that could hold one', async () => {
  const text = await everythingAboutQuestions();
  const sentences = Object.values(keys).flatMap(sentencesOf);
  expect(sentences.length).toBeGreaterThan(50);
  for (const sentence of sentences) expect(text).not.toContain(JSON.stringify(sentence).slice(1, -1));
  // What a public case passes to the answer is public, whatever it is called.
  const fields = text.replaceAll(/"params":\{[^{}]*\}/g, '');
  for (const field of ['right":{', 'right":"', 'accepted":', 'misconception', 'otherwise', 'solution":', 'seed":']) expect(fields, field).not.toContain(`"${field}`);
});

test('a wrong quiz answer is told what to think about, never what is right', async () => {
  for (const [id, key] of Object.entries(keys)) {
    const response = await api.current.send('POST', '/v1/submissions', { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ question_id: id, answer: wrongAnswer(key, await readOptions(id)) }) });
    const text = await response.text();
    expect(response.status, `${id} ${text}`).toBe(200);
    expect(text).toContain('"wrong_answer"');
    expect(text, id).not.toMatch(/misconception|"right"|"accepted":|"value":/);
  }
});

test('a graded submission tells nothing of the seed, nor of what a hidden case was given or printed', async () => {
  const created = await api.current.send('POST', '/v1/submissions', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(newSubmission('SOURCE_OF_A_CANDIDATE = 1')) });
  const { id } = (await created.json()) as { id: string };
  await api.current.gradeNext();
  const reads = await Promise.all(['', '/events'].map(async (suffix) => (await api.current.send('GET', `/v1/submissions/${id}${suffix}`)).text()));
  reads.push(await (await api.current.send('GET', '/v1/submissions')).text());
  for (const text of reads) {
    for (const secret of [secretSeed, 'hidden message', 'hidden stdout', '"groups":7', 'SOURCE_OF_A_CANDIDATE', 'tenant', api.current.tenantId, 'lease', 'evidence']) expect(text).not.toContain(secret);
  }
});

interface Options {
  choices?: { id: string }[];
  entries?: { id: string }[];
  left?: { id: string }[];
  right?: { id: string }[];
  blanks?: { id: string; options?: string[] }[];
}

async function readOptions(id: string): Promise<Options> {
  return (await (await api.current.send('GET', `/v1/questions/${id}`)).json()) as Options;
}

function wrongAnswer(key: ItemKey, options: Options): object {
  switch (key.kind) {
    case 'single_choice':
      return { kind: key.kind, choice: options.choices!.find(({ id }) => id !== key.right)!.id };
    case 'multiple_choice':
      return { kind: key.kind, choices: options.choices!.filter(({ id }) => !key.right.includes(id)).map(({ id }) => id) };
    case 'numeric':
      return { kind: key.kind, value: key.value + 1000 };
    case 'ordering':
      return { kind: key.kind, order: [...key.right].reverse() };
    case 'matching':
      return { kind: key.kind, pairs: {} };
    case 'cloze':
      return { kind: key.kind, blanks: {} };
    case 'short_text':
      return { kind: key.kind, text: 'I do not know' };
  }
}
