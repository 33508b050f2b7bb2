import { expect, test } from 'vitest';
import { useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();

async function everyQuestion(lang: 'en' | 'zh') {
  const first = await api.current.client.GET('/v1/questions', { params: { query: { lang, limit: 100 } } });
  const all = [...first.data!.data];
  for (let cursor = first.data!.next_cursor; cursor !== null; ) {
    const { data } = await api.current.client.GET('/v1/questions', { params: { query: { lang, limit: 100, cursor } } });
    all.push(...data!.data);
    cursor = data!.next_cursor;
  }
  return all;
}

test('every question of the list stands under its topic, in both languages', async () => {
  for (const lang of ['en', 'zh'] as const) {
    const topics = await api.current.client.GET('/v1/topics', { params: { query: { lang } } });
    const questions = await everyQuestion(lang);
    const listed = topics.data!.data.flatMap((topic) => topic.questions.map(({ id, title }) => `${topic.id} ${id} ${title}`));
    expect(listed.sort()).toEqual(questions.map(({ topic, id, title }) => `${topic} ${id} ${title}`).sort());
    expect(topics.response.headers.get('content-language')).toBe(lang);
  }
});

test('304 for the ETag that it gave', async () => {
  const etag = (await api.current.send('GET', '/v1/topics')).headers.get('etag')!;
  expect((await api.current.send('GET', '/v1/topics', { headers: { 'if-none-match': etag } })).status).toBe(304);
});
