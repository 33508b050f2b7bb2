import { expect, test } from 'vitest';
import { newSubmission, useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();
type Page = { data: { id: string; status: string; question_id: string }[]; has_more: boolean; next_cursor: string | null };

async function tenantWith(count: number) {
  const tenant = await api.current.newTenant();
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const response = await api.current.send('POST', '/v1/submissions', { key: tenant.key, headers: { 'content-type': 'application/json' }, body: JSON.stringify(newSubmission()) });
    ids.unshift(((await response.json()) as { id: string }).id);
  }
  const read = async (path: string) => {
    const response = await api.current.send('GET', path, { key: tenant.key });
    return { status: response.status, link: response.headers.get('link'), page: (await response.json()) as Page };
  };
  return { ...tenant, ids, read };
}

test('pages hold every submission once, newest first, whatever is added meanwhile', async () => {
  const { ids, read, key } = await tenantWith(7);
  const seen: string[] = [];
  let path: string | undefined = '/v1/submissions?limit=3';
  for (let pages = 0; path !== undefined; pages++) {
    const { page, link } = await read(path);
    seen.push(...page.data.map(({ id }) => id));
    expect(page.has_more).toBe(page.next_cursor !== null);
    path = link === null ? undefined : /^<([^>]+)>; rel="next"$/.exec(link)![1]!;
    if (pages === 0) await api.current.send('POST', '/v1/submissions', { key, headers: { 'content-type': 'application/json' }, body: JSON.stringify(newSubmission()) });
    expect(pages).toBeLessThan(4);
  }
  expect(seen).toEqual(ids);
});

test('filters by status and question, and the link keeps the filter', async () => {
  const { read, ids } = await tenantWith(3);
  await api.current.db.sql`update gradecheck.submissions set question_id = 'fuse-conv-bn' where id = ${ids[0]!}`;
  expect((await read('/v1/submissions?question_id=fuse-conv-bn')).page.data.map(({ id }) => id)).toEqual([ids[0]]);
  expect((await read('/v1/submissions?status=graded')).page.data).toEqual([]);
  const first = await read('/v1/submissions?question_id=channel-shuffle&status=queued&limit=1');
  expect(first.link).toMatch(/status=queued/);
  expect(first.link).toMatch(/question_id=channel-shuffle/);
});

test('shows only the tenant’s own', async () => {
  await tenantWith(2);
  const other = await tenantWith(0);
  expect((await other.read('/v1/submissions')).page).toEqual({ data: [], has_more: false, next_cursor: null });
});

test('400 for a limit out of range, an unknown status, a cursor that is none of ours', async () => {
  const { read } = await tenantWith(0);
  for (const query of ['limit=0', 'limit=101', 'limit=ten', 'limit=1.5', 'status=done', 'cursor=', 'cursor=abc', 'cursor=%22', `cursor=${btoa('zzzzzzzzzz.sub_1')}x`, 'question_id=%00']) {
    const { status, page } = await read(`/v1/submissions?${query}`);
    expect(status, query).toBe(400);
    expect(page).toMatchObject({ code: 'invalid_request', errors: [{ parameter: query.split('=')[0] }] });
  }
});
