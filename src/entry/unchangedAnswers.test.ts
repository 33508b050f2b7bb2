import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMetrics, type Metrics } from '../operations/metrics.ts';
import { UnchangedAnswers } from './unchangedAnswers.ts';

const known = { authorization: 'Bearer one', 'if-none-match': '"a"' };
const sent = { etag: '"a"', 'cache-control': 'private, no-cache', vary: 'accept-language' };

describe('UnchangedAnswers', () => {
  let metrics: Metrics;
  let unchanged: UnchangedAnswers;
  let server: Server;
  /** What reached the journey behind it. */
  let journeys: number;
  let remembers: boolean;

  beforeEach(async () => {
    metrics = createMetrics();
    unchanged = new UnchangedAnswers(metrics);
    journeys = 0;
    remembers = true;
    server = createServer((incoming, outgoing) => {
      if (unchanged.answer(incoming, outgoing)) return;
      journeys++;
      if (remembers) unchanged.remember(incoming, 'listQuestions', sent);
      outgoing.writeHead(204);
      outgoing.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = (headers: Record<string, string>, { path = '/v1/questions', method = 'GET', body = '' } = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      httpRequest({ port, host: '127.0.0.1', path, method, headers }, (response) => response.resume().once('end', () => resolve(response)))
        .once('error', reject)
        .end(body);
    });

  it('answers the same request again as it was answered, each time with an id of its own, and counts it', async () => {
    expect((await ask(known)).statusCode).toBe(204);
    const [second, third] = [await ask(known), await ask(known)];
    expect([second.statusCode, third.statusCode, journeys]).toEqual([304, 304, 1]);
    expect(second.headers).toMatchObject(sent);
    expect(second.headers['request-id']).toMatch(/^req_/);
    expect(third.headers['request-id']).not.toBe(second.headers['request-id']);
    expect(metrics.render()).toContain('gradecheck_request_duration_seconds_count{operation="listQuestions",status="304"} 2');
  });

  it.each([
    ['another key', { ...known, authorization: 'Bearer two' }],
    ['no key', { 'if-none-match': '"a"' }],
    ['another ETag', { ...known, 'if-none-match': '"b"' }],
    ['no ETag', { authorization: 'Bearer one' }],
    ['another language', { ...known, 'accept-language': 'zh' }],
    ['an id of its own', { ...known, 'request-id': 'mine' }],
    ['a body', { ...known, 'content-length': '2' }, { body: '{}' }],
    ['another address', known, { path: '/v1/questions?limit=2' }],
    ['another method', known, { method: 'DELETE' }],
  ])('lets a request with %s make its journey', async (_, headers: Record<string, string>, options: Parameters<typeof ask>[1] = {}) => {
    await ask(known);
    expect((await ask(headers, options)).statusCode).toBe(204);
    expect(journeys).toBe(2);
  });

  it('forgets after a second, so that a revoked key stops working in time', async () => {
    await ask(known);
    remembers = false;
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 1001);
    expect((await ask(known)).statusCode).toBe(204);
  });

  it('remembers several callers of one address, but not without end', async () => {
    for (let n = 0; n < 20; n++) await ask({ ...known, authorization: `Bearer ${n}` });
    expect((await ask({ ...known, authorization: 'Bearer 19' })).statusCode).toBe(304);
    expect((await ask({ ...known, authorization: 'Bearer 4' })).statusCode).toBe(304);
    expect((await ask({ ...known, authorization: 'Bearer 3' })).statusCode).toBe(204);
  });

  it('does not remember addresses without end', async () => {
    for (let n = 0; n < 257; n++) await ask(known, { path: `/${n}` });
    remembers = false;
    expect((await ask(known, { path: '/0' })).statusCode).toBe(204);
    expect((await ask(known, { path: '/256' })).statusCode).toBe(304);
  });
});
