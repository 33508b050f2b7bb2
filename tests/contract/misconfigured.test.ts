/** A function is started before anybody looks at its settings: what is wrong with them is said in its log, and mended without a new one. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import cloudflare from '../../src/entry/cloudflare.ts';
import { handler } from '../../src/entry/lambda.ts';

const broken = {
  'no database': [{}, /DATABASE_URL is missing/],
  'a database of another kind': [{ DATABASE_URL: 'mysql://me:hunter2@db.internal/x' }, /DATABASE_URL must begin with postgres/],
  'a password that breaks the address': [{ DATABASE_URL: 'postgres://me:hunter2/#@db.internal/x' }, /DATABASE_URL is no address/],
  'a password that cannot be decoded': [{ DATABASE_URL: 'postgres://me:hunter2%@db.internal/x' }, /DATABASE_URL is no address/],
  'a log level that there is not': [{ DATABASE_URL: 'postgres://me:hunter2@db.internal/x', LOG_LEVEL: 'hunter2' }, /LOG_LEVEL must be one of/],
} satisfies Record<string, [Record<string, string>, RegExp]>;

type LambdaInput = Parameters<typeof handler>;

const ask = {
  'AWS Lambda': async (path: string, settings: Record<string, string>): Promise<Response> => {
    for (const name of ['DATABASE_URL', 'LOG_LEVEL']) vi.stubEnv(name, settings[name]);
    const requestContext = { http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' }, domainName: 'api.example.com', stage: '$default' };
    const event = { version: '2.0', rawPath: path, rawQueryString: '', headers: { host: 'api.example.com' }, requestContext, isBase64Encoded: false };
    const result = (await handler(event as unknown as LambdaInput[0], {} as LambdaInput[1])) as { statusCode: number; headers: Record<string, string>; body: string };
    return new Response(result.body, { status: result.statusCode, headers: result.headers });
  },
  'Cloudflare Workers': async (path: string, settings: Record<string, string>): Promise<Response> => {
    const ends: Promise<unknown>[] = [];
    const request = new Request(`https://api.example.com${path}`);
    const response = await cloudflare.fetch(request, settings, { waitUntil: (promise) => void ends.push(promise) });
    await Promise.all(ends);
    return response;
  },
};

describe.each(Object.keys(ask) as (keyof typeof ask)[])('%s', (runtime) => {
  let log = '';

  beforeEach(() => {
    log = '';
    vi.spyOn(console, 'error').mockImplementation((line: string) => void (log += line));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each(Object.entries(broken))('with %s says that it is not ready, and why in its log alone', async (_, [settings, reason]) => {
    for (const path of ['/v1/questions', '/healthz']) {
      const response = await ask[runtime](path, settings);
      expect([response.status, response.headers.get('content-type'), response.headers.get('retry-after')]).toEqual([503, 'application/problem+json', '10']);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ code: 'not_ready', status: 503, instance: path, request_id: response.headers.get('request-id') });
      expect(text).not.toMatch(/hunter2|db\.internal|DATABASE_URL|LOG_LEVEL/);
      expect(log).toMatch(reason);
      expect(log).toContain(response.headers.get('request-id'));
      expect(log).not.toMatch(/hunter2|db\.internal/);
    }
  });

  it('tries again at the next request', async () => {
    expect((await ask[runtime]('/healthz', {})).status).toBe(503);
    expect((await ask[runtime]('/healthz', { DATABASE_URL: 'postgres://me:secret@db.internal/x', LOG_LEVEL: 'silent' })).status).toBe(200);
  });
});
