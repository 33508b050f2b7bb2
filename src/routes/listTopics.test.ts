import { expect, test } from 'vitest';
import { useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();

test('every question of the list stands under its topic, in both languages', async () => {
  for (const lang of ['en', 'zh'] as const) {
    const topics = await api.current.client.GET('/v1/topics', { params: { query: { lang } } });
    const questions = await api.current.client.GET('/v1/questions', { params: { query: { lang, limit: 100 } } });
    const listed = topics.data!.data.flatMap((topic) => topic.questions.map(({ id, title }) => `${topic.id} ${id} ${title}`));
    expect(listed.sort()).toEqual(questions.data!.data.map(({ topic, id, title }) => `${topic} ${id} ${title}`).sort());
    expect(topics.response.headers.get('content-language')).toBe(lang);
  }
});

test('304 for the ETag that it gave', async () => {
  const etag = (await api.current.send('GET', '/v1/topics')).headers.get('etag')!;
  expect((await api.current.send('GET', '/v1/topics', { headers: { 'if-none-match': etag } })).status).toBe(304);
});
