import { expect, test } from 'vitest';
import { useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();

test('a key is shown once, works at once, and only its hash is stored', async () => {
  const created = await api.current.client.POST('/v1/api_keys', { body: { name: 'grading script', scopes: ['read'] } });
  expect(created.response.status).toBe(201);
  const { key, ...rest } = created.data!;
  expect(key).toMatch(/^gck_[0-9a-z]{40}$/);
  expect(rest).toMatchObject({ name: 'grading script', scopes: ['read'], hint: key.slice(-4), revoked_at: null });

  const { response } = await api.current.clientFor(key).GET('/v1/questions');
  expect(response.status).toBe(200);

  const listed = await api.current.client.GET('/v1/api_keys');
  expect(listed.data!.data.find(({ id }) => id === rest.id)).toMatchObject({ name: 'grading script', last_used_at: expect.any(String) });
  expect(JSON.stringify(listed.data)).not.toContain(key);
  const [{ stored }] = await api.current.db.sql<[{ stored: string }]>`select string_agg(k::text, ' ') as stored from gradecheck.api_keys k`;
  expect(stored).not.toContain(key);
});

test('a revoked key stops working within five seconds, for reads that were warm too', async () => {
  const { id, key, client } = await api.current.newKey(api.current.tenantId, ['read']);
  expect((await client.GET('/v1/questions')).response.status).toBe(200);
  const revoked = await api.current.client.DELETE('/v1/api_keys/{key_id}', { params: { path: { key_id: id } } });
  expect(revoked.response.status).toBe(204);
  expect(await revoked.response.text()).toBe('');
  api.current.clock.forward(5000);
  const after = await api.current.send('GET', '/v1/questions', { key });
  expect(after.status).toBe(401);
  expect(await after.json()).toMatchObject({ code: 'api_key_invalid' });
});

test('a warm key costs no query', async () => {
  const { client } = await api.current.newKey(api.current.tenantId, ['read']);
  await client.GET('/v1/questions');
  const run = api.current.db.run.bind(api.current.db);
  let queries = 0;
  api.current.db.run = (...call) => (queries++, run(...call));
  try {
    for (let n = 0; n < 5; n++) expect((await client.GET('/v1/questions')).response.status).toBe(200);
    expect(queries).toBe(0);
  } finally {
    api.current.db.run = run;
  }
});

test('revoking twice is fine; another tenant’s key is as absent as none', async () => {
  const own = await api.current.newKey(api.current.tenantId, ['read']);
  const revoke = async (id: string) => (await api.current.client.DELETE('/v1/api_keys/{key_id}', { params: { path: { key_id: id } } })).response.status;
  expect(await revoke(own.id)).toBe(204);
  expect(await revoke(own.id)).toBe(204);
  const other = await api.current.newTenant();
  const theirs = await api.current.newKey(other.tenantId, ['read']);
  expect(await revoke(theirs.id)).toBe(404);
  expect((await theirs.client.GET('/v1/questions')).response.status).toBe(200);
});

test('creating and revoking leave a trace with the request that did it', async () => {
  const tenant = await api.current.newTenant();
  const response = await api.current.send('POST', '/v1/api_keys', { key: tenant.key, headers: { 'content-type': 'application/json', 'request-id': 'audit-1' }, body: JSON.stringify({ name: 'x', scopes: ['submit'] }) });
  const { id } = (await response.json()) as { id: string };
  expect(response.headers.get('location')).toBe(`/v1/api_keys/${id}`);
  await tenant.client.DELETE('/v1/api_keys/{key_id}', { params: { path: { key_id: id } } });
  const rows = await api.current.db.sql`select action, subject, request_id from gradecheck.audit_log where tenant_id = ${tenant.tenantId} and subject = ${id} order by id`;
  expect(rows.map(({ action }) => action as string)).toEqual(['api_key.created', 'api_key.revoked']);
  expect(rows[0]!.request_id).toBe('audit-1');
});

test('422 for no scope, an unknown one, one twice, an empty name', async () => {
  for (const body of [{ name: 'x', scopes: [] }, { name: 'x', scopes: ['root'] }, { name: 'x', scopes: ['read', 'read'] }, { name: '', scopes: ['read'] }, { name: 'x' }]) {
    const response = await api.current.send('POST', '/v1/api_keys', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(response.status).toBe(422);
  }
});
