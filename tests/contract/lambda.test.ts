import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe } from 'vitest';
import { useTestApi } from '../support/api.ts';
import { smokeTests } from './smoke.ts';

const root = join(import.meta.dirname, '../..');

describe('on AWS Lambda, by events of API Gateway', () => {
  const api = useTestApi();
  let instance: ChildProcess;
  let calls = 0;

  beforeAll(async () => {
    const build = spawnSync(process.execPath, ['scripts/build.mjs', '--all'], { cwd: root, encoding: 'utf8' });
    if (build.status !== 0) throw new Error(build.stderr);
    instance = fork('tests/support/lambdaProcess.mjs', ['dist/lambda.mjs'], { cwd: root, env: { PATH: process.env.PATH, DATABASE_URL: api.current.database.url, LOG_LEVEL: 'silent' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(instance, 'message');
  });
  afterAll(async () => {
    const ended = once(instance, 'exit');
    instance.kill('SIGKILL');
    await ended;
  });

  async function invoke(event: Partial<APIGatewayProxyEventV2>): Promise<APIGatewayProxyStructuredResultV2> {
    const id = calls++;
    return new Promise((resolve, reject) => {
      const onMessage = (message: { id: number; result?: APIGatewayProxyStructuredResultV2; error?: string }) => {
        if (message.id !== id) return;
        instance.off('message', onMessage);
        if (message.result === undefined) reject(new Error(message.error));
        else resolve(message.result);
      };
      instance.on('message', onMessage);
      instance.send({ id, event });
    });
  }

  const throughGateway = async (request: Request): Promise<Response> => {
    const result = await invoke(await toEvent(request));
    const body = result.isBase64Encoded ? Buffer.from(result.body!, 'base64') : result.body;
    const empty = [204, 304].includes(result.statusCode!);
    return new Response(empty ? null : body, { status: result.statusCode, headers: result.headers as Record<string, string> });
  };

  smokeTests(() => ({ fetch: throughGateway, key: api.current.key, gradeNext: api.current.gradeNext }));
});

/** A request as API Gateway hands it over, payload format 2.0: lower-case headers, a body of text or base64. */
async function toEvent(request: Request): Promise<Partial<APIGatewayProxyEventV2>> {
  const { pathname, search } = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const headers = Object.fromEntries(request.headers);
  if (body.length > 0) headers['content-length'] = String(body.length);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { host: 'api.example.com', ...headers },
    requestContext: { http: { method: request.method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' }, domainName: 'api.example.com', stage: '$default' } as APIGatewayProxyEventV2['requestContext'],
    body: body.length > 0 ? body.toString('base64') : undefined,
    isBase64Encoded: body.length > 0,
  };
}
