import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNodeServer, type NodeServer } from '../../src/entry/node.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { newSubmission, useTestApi } from '../support/api.ts';
import { smokeTests } from './smoke.ts';

describe('on Node, over a port', () => {
  const api = useTestApi();
  let server: NodeServer;
  const overPort = async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
    return fetch(`http://127.0.0.1:${server.port}${pathname}${search}`, { method: request.method, headers: request.headers, body });
  };

  beforeAll(async () => {
    server = await startNodeServer({ env: { DATABASE_URL: api.current.database.url }, port: 0, host: '127.0.0.1', logger: silentLogger });
  });
  afterAll(async () => {
    await server.close();
  });

  smokeTests(() => ({ fetch: overPort, key: api.current.key, gradeNext: api.current.gradeNext }));

  test('hears of a verdict without polling for it, on a first request and on a repeated one', async () => {
    const other = await startNodeServer({ env: { DATABASE_URL: api.current.database.url, SUBMISSION_POLL_MS: '60000' }, port: 0, host: '127.0.0.1', logger: silentLogger });
    try {
      const ask = (headers: Record<string, string>) =>
        fetch(`http://127.0.0.1:${other.port}/v1/submissions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${api.current.key}`, 'content-type': 'application/json', ...headers },
          body: JSON.stringify(newSubmission()),
        });
      const waiting = ask({ prefer: 'wait=25' });
      await until(() => api.current.gradeNext());
      expect(await (await waiting).json()).toMatchObject({ status: 'graded' });

      await ask({ 'idempotency-key': 'heard' });
      const repeated = ask({ 'idempotency-key': 'heard', prefer: 'wait=25' });
      await new Promise((resolve) => setTimeout(resolve, 300)); // it must be waiting when the verdict comes
      await api.current.gradeNext();
      expect(await (await repeated).json()).toMatchObject({ status: 'graded' });
    } finally {
      await other.close();
    }
  }, 15_000); // by polling, or by the end of the wait, it would take longer

  test('forgets old idempotency keys while it runs', async () => {
    const { db } = api.current;
    const store = (key: string) => api.current.send('POST', '/v1/submissions', { headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(newSubmission()) });
    for (const key of ['ancient', 'recent']) expect((await store(key)).status).toBe(202);
    await db.sql`update gradecheck.idempotency_keys set created_at = now() - interval '3 days' where key = 'ancient'`;
    const other = await startNodeServer({ env: { DATABASE_URL: api.current.database.url }, port: 0, host: '127.0.0.1', logger: silentLogger, retention: { firstWithinMs: 5, everyMs: 20 } });
    try {
      await until(async () => expect(await db.sql`select key from gradecheck.idempotency_keys where key in ('ancient', 'recent')`).toEqual([{ key: 'recent' }]));
    } finally {
      await other.close();
    }
    for (let jobs = 0; jobs < 2; jobs++) await api.current.gradeNext();
  });

  test('a chunked body over the limit is refused while it is being sent', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ > 400) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
      },
    });
    const response = await fetch(`http://127.0.0.1:${server.port}/v1/submissions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.current.key}`, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    } as RequestInit).catch((error: unknown) => error); // the sender may see the closed connection before the answer
    if (response instanceof Response) expect(response.status).toBe(413);
    expect(sent).toBeLessThan(400);
    expect((await overPort(new Request('http://x/healthz'))).status).toBe(200);
  });

  test('closes while somebody waits and somebody streams', async () => {
    const other = await startNodeServer({ env: { DATABASE_URL: api.current.database.url }, port: 0, host: '127.0.0.1', logger: silentLogger });
    const headers = { authorization: `Bearer ${api.current.key}`, 'content-type': 'application/json', prefer: 'wait=60' };
    const waiting = fetch(`http://127.0.0.1:${other.port}/v1/submissions`, { method: 'POST', headers, body: JSON.stringify(newSubmission()) }).catch(() => undefined);
    const { data } = await until(async () => {
      const found = await api.current.client.GET('/v1/submissions', { params: { query: { status: 'queued' } } });
      if (found.data!.data.length === 0) throw new Error('not yet');
      return found;
    });
    const stream = await fetch(`http://127.0.0.1:${other.port}/v1/submissions/${data!.data[0]!.id}/events`, { headers });
    await other.close();
    await Promise.all([waiting, stream.text().catch(() => undefined)]);
    await expect(fetch(`http://127.0.0.1:${other.port}/healthz`)).rejects.toThrow();
    await api.current.gradeNext();
  });
});

async function until<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (tries === 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
