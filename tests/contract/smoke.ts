import { expect, test } from 'vitest';
import type { JudgeReport } from '../../src/protocol/judgeReport.ts';

/** The app on one runtime: how to reach it, and a worker on the same database. */
export interface Runtime {
  fetch(request: Request): Promise<Response>;
  key: string;
  gradeNext(report?: Partial<JudgeReport>): Promise<unknown>;
}

const answer = { kind: 'code', runtime: 'pytorch', files: [{ path: 'solution.py', content: '# 解 \u{1F600}\n' }] };

/** The same promises on every runtime. A runtime that needs an exception does not get one. */
export function smokeTests(runtime: () => Runtime): void {
  const send = async (method: string, path: string, { headers = {}, body, key = runtime().key }: { headers?: Record<string, string>; body?: unknown; key?: string | null } = {}) => {
    const response = await runtime().fetch(
      new Request(`http://127.0.0.1${path}`, {
        method,
        headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Record<string, unknown> };
  };

  test('is alive and ready', async () => {
    expect(await send('GET', '/healthz', { key: null })).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await send('GET', '/readyz', { key: null })).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect((await send('GET', '/metrics', { key: null })).text).toContain('gradecheck_database_up 1');
  });

  test('lists questions, and 304 when they are known', async () => {
    const first = await send('GET', '/v1/questions?limit=3');
    expect(first.status).toBe(200);
    expect(first.body.data).toHaveLength(3);
    const again = await send('GET', '/v1/questions?limit=3', { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect((await send('GET', '/v1/questions/fuse-conv-bn?lang=zh')).text).toMatch(/\p{Script=Han}/u);
  });

  test('every error is a problem', async () => {
    for (const [status, code, method, path, options] of [
      [401, 'api_key_missing', 'GET', '/v1/questions', { key: null }],
      [401, 'api_key_invalid', 'GET', '/v1/questions', { key: `gck_${'x'.repeat(40)}` }],
      [404, 'route_not_found', 'GET', '/nowhere', {}],
      [404, 'question_not_found', 'GET', '/v1/questions/none', {}],
      [404, 'submission_not_found', 'GET', '/v1/submissions/sub_none', {}],
      [405, 'method_not_allowed', 'DELETE', '/v1/questions', {}],
      [400, 'invalid_request', 'GET', '/v1/questions?limit=0', {}],
      [400, 'malformed_json', 'POST', '/v1/submissions', { body: '{' }],
      [415, 'media_type_unsupported', 'POST', '/v1/submissions', { body: '{}', headers: { 'content-type': 'text/plain' } }],
      [422, 'invalid_body', 'POST', '/v1/submissions', { body: { question_id: 'channel-shuffle', answer: { kind: 'code' } } }],
      [413, 'body_too_large', 'POST', '/v1/submissions', { body: `"${'x'.repeat(1024 * 1024)}"` }],
    ] as const) {
      const response = await send(method, path, options as Parameters<typeof send>[2]);
      expect(response, code).toMatchObject({ status, body: { code, status, request_id: expect.any(String) } });
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  test('grades a quiz answer at once', async () => {
    const graded = await send('POST', '/v1/submissions', { body: { question_id: 'channel-shuffle-destination', answer: { kind: 'numeric', value: 6 } } });
    expect(graded).toMatchObject({ status: 200, body: { status: 'graded', verdict: 'accepted' } });
  });

  test('takes a code answer once, however often it is sent, and waits for its verdict', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = { question_id: 'channel-shuffle', answer };
    const first = await send('POST', '/v1/submissions', { headers, body });
    expect(first).toMatchObject({ status: 202, body: { status: 'queued' } });
    const waiting = send('POST', '/v1/submissions', { headers: { ...headers, prefer: 'wait=20' }, body });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await runtime().gradeNext();
    const second = await waiting;
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id, status: 'graded', verdict: 'wrong_answer' } });
    expect(second.headers.get('idempotency-replayed')).toBe('true');

    const path = String(first.headers.get('location'));
    const read = await send('GET', path);
    expect(read).toMatchObject({ status: 200, body: { status: 'graded' } });
    expect(await send('GET', path, { headers: { 'if-none-match': read.headers.get('etag')! } })).toMatchObject({ status: 304 });

    const stream = await send('GET', `${path}/events`);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.text).toMatch(/^event: graded$/m);
    const head = await send('HEAD', `${path}/events`);
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('content-type')).toContain('text/event-stream');
  });

  test('cancels, and lists what there is', async () => {
    const { body } = await send('POST', '/v1/submissions', { body: { question_id: 'channel-shuffle', answer } });
    expect(await send('POST', `/v1/submissions/${String(body.id)}/cancel`)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    const list = await send('GET', '/v1/submissions?limit=1');
    expect(list.body).toMatchObject({ data: [{ id: body.id }], has_more: true });
  });

  test('serves the contract and its reference', async () => {
    expect((await send('GET', '/openapi.yaml', { key: null })).text).toMatch(/^openapi: 3\.1/);
    expect((await send('GET', '/docs', { key: null })).text).toContain('createSubmission');
    expect((await send('GET', '/docs/errors', { key: null })).text).toContain('id="idempotency_key_reused"');
  });
}
