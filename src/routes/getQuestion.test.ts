import { expect, test } from 'vitest';
import { useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();

test('a code question comes with what a candidate needs', async () => {
  const { data } = await api.current.client.GET('/v1/questions/{question_id}', { params: { path: { question_id: 'fuse-conv-bn' } } });
  if (data?.kind !== 'code') throw new Error('expected a code question');
  expect(data.statement.length).toBeGreaterThan(200);
  expect(data.entries.map(({ runtime }) => runtime)).toEqual(data.runtimes);
  expect(data.entries[0]).toMatchObject({ function: 'fuse_conv_bn', starter: [{ path: 'solution.py', content: expect.stringContaining('fuse_conv_bn') }] });
  expect(data.limits.wall_seconds_total).toBeGreaterThan(0);
  expect(data.public_cases.length).toBeGreaterThan(0);
});

test('every question fits the contract in both languages and can be told apart by its ETag', async () => {
  const { data } = await api.current.client.GET('/v1/questions', { params: { query: { limit: 100 } } });
  const etags = new Set<string>();
  for (const { id } of data!.data) {
    for (const lang of ['en', 'zh'] as const) {
      const { response, data: question } = await api.current.client.GET('/v1/questions/{question_id}', { params: { path: { question_id: id }, query: { lang } } });
      expect(response.status, id).toBe(200);
      expect(question).toMatchObject({ id, lang });
      etags.add(response.headers.get('etag')!);
    }
  }
  expect(etags.size).toBe(2 * data!.data.length);
});

test('304 for the ETag that it gave', async () => {
  const first = await api.current.send('GET', '/v1/questions/fuse-conv-bn');
  const again = await api.current.send('GET', '/v1/questions/fuse-conv-bn', { headers: { 'if-none-match': first.headers.get('etag')! } });
  expect(again.status).toBe(304);
});
