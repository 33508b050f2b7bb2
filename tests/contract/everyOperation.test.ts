import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { operations, type OperationId } from '../../src/generated/operations.ts';
import type { OperationSpec } from '../../src/http/operationSpec.ts';
import { useTestApi } from '../support/api.ts';

/** What every operation must do, whatever else it does. A new operation is in these lists by being in openapi.yaml. */
const api = useTestApi();
const all = Object.values(operations) as OperationSpec[];
const guarded = all.filter(({ scope }) => scope !== null);
const withBody = all.filter(({ checkBody }) => checkBody !== null);
const pathOf = ({ path }: OperationSpec) => path.replace('{question_id}', 'channel-shuffle').replace(/\{\w+\}/g, 'sub_none');
const json = { 'content-type': 'application/json' };

const { components } = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as { components: { schemas: { Problem: object } } };
// Closed here, though clients are told to expect more fields later: a field that we add must be in the contract first.
const fitsContract = new Ajv2020({ strict: false }).compile({ ...components.schemas.Problem, additionalProperties: false });

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Record<string, unknown>;
  expect(fitsContract(problem), JSON.stringify(fitsContract.errors)).toBe(true);
  expect(problem).toMatchObject({ status: response.status, type: `/docs/errors#${String(problem.code)}`, request_id: response.headers.get('request-id') });
  expect(problem.title).toBeTypeOf('string');
  expect(problem.detail).toBeTypeOf('string');
  return problem;
}

describe.each(guarded)('$id', (operation) => {
  test('401 without a key, and with one that never was', async () => {
    const without = await api.current.send(operation.method, pathOf(operation), { key: null });
    expect(without.status).toBe(401);
    expect(without.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await problemOf(without)).toMatchObject({ code: 'api_key_missing' });

    for (const header of [`Bearer gck_${'0'.repeat(40)}`, 'Bearer', 'Bearer x', `Basic ${api.current.key}`, api.current.key]) {
      const wrong = await api.current.send(operation.method, pathOf(operation), { key: null, headers: { authorization: header } });
      expect(wrong.status).toBe(401);
      expect(await problemOf(wrong)).toMatchObject({ code: 'api_key_invalid' });
    }
  });

  test('403 with a key that has every scope but the one needed', async () => {
    const scopes = (['read', 'submit', 'admin'] as const).filter((scope) => scope !== operation.scope);
    const { key } = await api.current.newKey(api.current.tenantId, [...scopes]);
    const response = await api.current.send(operation.method, pathOf(operation), { key });
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ code: 'scope_missing', detail: expect.stringContaining(operation.scope!) });
  });
});

describe.each(all)('$id', (operation) => {
  test('400 for a query parameter that it does not have, and for one given twice', async () => {
    const unknown = await api.current.send(operation.method, `${pathOf(operation)}?limt=3`);
    expect(unknown.status).toBe(400);
    expect(await problemOf(unknown)).toMatchObject({ code: 'invalid_request', errors: [{ parameter: 'limt' }] });
    const twice = await api.current.send(operation.method, `${pathOf(operation)}?lang=en&lang=zh`);
    expect(twice.status).toBe(400);
  });

  test('405 with Allow for a method that its path lacks', async () => {
    const response = await api.current.send('PATCH', pathOf(operation));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')!.split(', ')).toContain(operation.method);
    expect(await problemOf(response)).toMatchObject({ code: 'method_not_allowed' });
  });

  test('keeps a fit Request-Id and replaces an unfit one', async () => {
    const kept = await api.current.send(operation.method, pathOf(operation), { key: null, headers: { 'request-id': 'my-id.1' } });
    expect(kept.headers.get('request-id')).toBe('my-id.1');
    const replaced = await api.current.send(operation.method, pathOf(operation), { key: null, headers: { 'request-id': 'no spaces, please' } });
    expect(replaced.headers.get('request-id')).toMatch(/^req_/);
    await Promise.all([kept.body?.cancel(), replaced.body?.cancel()]);
  });
});

/** A good body of each operation that has one below a path that names something. */
const bodies: Record<string, object> = { regradeSubmission: { device: 'cuda' } };

describe.each(all.filter(({ pathParameters }) => pathParameters.length > 0))('$id', (operation) => {
  test('400 for an id that cannot be one', async () => {
    for (const id of ['%00', 'a%20b', '%E0%A4%A', 'x'.repeat(200)]) {
      const response = await api.current.send(operation.method, operation.path.replace(/\{\w+\}/, id));
      expect(response.status, id).toBe(400);
      await problemOf(response);
    }
  });

  test('404 for one that does not exist', async () => {
    // What takes a body reads it before it looks anything up.
    const body = bodies[operation.id];
    const response = await api.current.send(operation.method, operation.path.replace(/\{\w+\}/, 'none'), body === undefined ? {} : { body: JSON.stringify(body), headers: json });
    expect(response.status).toBe(404);
    expect((await problemOf(response)).code).toMatch(/_not_found$/);
  });
});

describe.each(withBody)('$id', (operation) => {
  const send = (body: BodyInit | undefined, headers: Record<string, string> = json) => api.current.send(operation.method, pathOf(operation), { body, headers });

  test('415 for a body of another type, charset or encoding', async () => {
    for (const headers of [{ 'content-type': 'text/plain' }, { 'content-type': 'application/json; charset=latin1' }, { ...json, 'content-encoding': 'gzip' }]) {
      const response = await send('{}', headers as Record<string, string>);
      expect(response.status).toBe(415);
      expect(await problemOf(response)).toMatchObject({ code: 'media_type_unsupported' });
    }
  });

  test('400 for what is not JSON', async () => {
    for (const body of ['', ' ', '{', '{"a":}', 'null x', new Uint8Array([0x22, 0xff, 0x22])]) {
      const response = await send(body);
      expect(response.status).toBe(400);
      const problem = await problemOf(response);
      expect(problem.code).toBe('malformed_json');
    }
  });

  test('never quotes the body it could not read', async () => {
    const response = await send('{"answer": "my secret solution" oops');
    expect(JSON.stringify(await problemOf(response))).not.toContain('secret solution');
  });

  test('413 for 1 MiB and a byte, declared or only found out', async () => {
    const big = `"${'x'.repeat(1024 * 1024 - 1)}"`;
    const declared = await send('{}', { ...json, 'content-length': String(1024 * 1024 + 1) });
    const chunked = await send(streamOf(big));
    for (const response of [declared, chunked]) {
      expect(response.status).toBe(413);
      expect(await problemOf(response)).toMatchObject({ code: 'body_too_large' });
    }
  });

  test('stops reading a body that never ends', async () => {
    let chunks = 0;
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(0x20 + (chunks++ % 2))) });
    expect((await send(endless)).status).toBe(413);
    expect(chunks).toBeLessThan(40);
  });

  test('422 with a pointer for what its schema refuses', async () => {
    for (const body of ['null', '[]', '1', '"text"', '{}', '{"unknown_field":1}']) {
      const response = await send(body);
      expect(response.status).toBe(422);
      expect(await problemOf(response)).toMatchObject({ code: 'invalid_body', errors: [{ pointer: expect.any(String) }] });
    }
  });

  test('survives a body that is nothing but depth', async () => {
    const deep = 100_000;
    for (const body of [`${'['.repeat(deep)}${']'.repeat(deep)}`, `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`, `${'['.repeat(deep)}"\\u0000"${']'.repeat(deep)}`]) {
      const response = await send(body);
      expect(response.status).toBe(422);
      await problemOf(response);
    }
  });

  test('refuses text that the database cannot hold, wherever it is', async () => {
    for (const text of ['"\\u0000"', '"\\ud800"', '{"\\u0000":1}', '[["a\\udfffb"]]']) {
      const response = await send(`{"name":${text},"question_id":${text}}`);
      expect(response.status).toBe(422);
      expect(await problemOf(response)).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ detail: expect.stringContaining('NUL') })]) });
    }
  });
});

test('each operation has an id that is its key', () => {
  for (const [id, operation] of Object.entries(operations)) expect(operation.id).toBe(id as OperationId);
});

test('404 for a path that no operation has', async () => {
  for (const path of ['/', '/v1', '/v1/', '/v1/questions/', '/v1/questions/a/b', '/v2/questions', '/V1/questions', '/v1/submissions/x/events/y']) {
    const response = await api.current.send('GET', path);
    expect(response.status, path).toBe(404);
    expect(await problemOf(response)).toMatchObject({ code: 'route_not_found', instance: path });
  }
});

test('HEAD answers as GET does, without a body', async () => {
  const response = await api.current.send('HEAD', '/v1/questions');
  expect(response.status).toBe(200);
  expect(response.headers.get('etag')).toMatch(/^"/);
  expect(await response.text()).toBe('');
});

function streamOf(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 65_536) controller.enqueue(bytes.subarray(at, at + 65_536));
      controller.close();
    },
  });
}
