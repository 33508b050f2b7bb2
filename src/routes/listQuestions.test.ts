import { expect, test } from 'vitest';
import { useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();
type Page = { data: { id: string; title: string; kind: string; topic: string; runtimes: string[]; difficulty: number }[]; has_more: boolean; next_cursor: string | null };

async function read(query = '', headers: Record<string, string> = {}) {
  const response = await api.current.send('GET', `/v1/questions${query}`, { headers });
  return { status: response.status, headers: response.headers, page: (response.status === 304 ? null : await response.json()) as Page };
}

/** Every question that fits, through as many pages as it takes. */
async function readAll(query = ''): Promise<Page['data']> {
  const all: Page['data'] = [];
  for (let cursor = ''; ; ) {
    const { page } = await read(`?limit=100${query}${cursor}`);
    all.push(...page.data);
    if (page.next_cursor === null) return all;
    cursor = `&cursor=${page.next_cursor}`;
  }
}

test('pages hold every question once, and the link leads on', async () => {
  const whole = await readAll();
  const seen: string[] = [];
  let path: string | undefined = '?limit=4';
  while (path !== undefined) {
    const { page, headers } = await read(path);
    seen.push(...page.data.map(({ id }) => id));
    const link = headers.get('link');
    expect(page.has_more).toBe(link !== null);
    path = link === null ? undefined : /^<\/v1\/questions(\?[^>]+)>; rel="next"$/.exec(link)![1]!;
  }
  expect(seen).toEqual(whole.map(({ id }) => id));
  expect(new Set(seen).size).toBe(seen.length);
});

test('filters by topic, kind, runtime and difficulty', async () => {
  const all = await readAll();
  const expectSame = async (query: string, keep: (question: Page['data'][number]) => boolean) => {
    const wanted = all.filter(keep).map(({ id }) => id);
    expect(wanted.length, query).toBeGreaterThan(0);
    expect((await readAll(`&${query}`)).map(({ id }) => id)).toEqual(wanted);
  };
  await expectSame('topic=channel-shuffle', ({ topic }) => topic === 'channel-shuffle');
  await expectSame('kind=numeric', ({ kind }) => kind === 'numeric');
  await expectSame('runtime=numpy', ({ runtimes }) => runtimes.includes('numpy'));
  await expectSame('difficulty=1', ({ difficulty }) => difficulty === 1);
  await expectSame('topic=channel-shuffle&kind=code', ({ topic, kind }) => topic === 'channel-shuffle' && kind === 'code');
  expect((await read('?topic=no-such-topic')).page).toEqual({ data: [], has_more: false, next_cursor: null });
});

test('is in English or Chinese as asked, and says which', async () => {
  const en = await read();
  const zh = await read('?lang=zh');
  expect(en.headers.get('content-language')).toBe('en');
  expect(zh.headers.get('content-language')).toBe('zh');
  expect(zh.page.data.map(({ title }) => title).join('')).toMatch(/\p{Script=Han}/u);
  expect(en.page.data.map(({ title }) => title).join('')).not.toMatch(/\p{Script=Han}/u);
  expect((await read('', { 'accept-language': 'zh-CN,zh;q=0.9' })).headers.get('content-language')).toBe('zh');
  expect(en.headers.get('vary')).toBe('accept-language');
});

test('304 for the ETag that it gave, and only for that language and page', async () => {
  const { headers } = await read('?limit=20');
  const etag = headers.get('etag')!;
  const unchanged = await read('?limit=20', { 'if-none-match': etag });
  expect(unchanged.status).toBe(304);
  expect(unchanged.headers.get('etag')).toBe(etag);
  expect((await read('?limit=20&lang=zh', { 'if-none-match': etag })).status).toBe(200);
  expect((await read('?limit=2', { 'if-none-match': etag })).status).toBe(200);
});

test('400 for values that the contract does not have', async () => {
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'limit=1e1', 'kind=essay', 'difficulty=6', 'lang=fr', 'topic=', 'cursor=!!', 'cursor=abcd', 'runtime=%20']) {
    const { status, page } = await read(`?${query}`);
    expect(status, query).toBe(400);
    expect(page).toMatchObject({ errors: [{ parameter: query.split('=')[0] }] });
  }
});
