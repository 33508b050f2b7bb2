/**
 * What bad input gets, over HTTP, through the whole product: its own verdict within its limits, never `accepted`,
 * never a hung worker; and after each of them an innocent answer is graded normally.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alive } from '../support/processes.ts';
import { type Graded, postCode, type Product, removeHome, root, startProduct } from '../support/product.ts';

const right = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/pytorch/split_and_transpose.py'), 'utf8');
const rightInNumpy = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/numpy/split_and_swap.py'), 'utf8');

let product: Product;
let canary: Server;
let canaryPort = 0;
let connections = 0;

beforeAll(async () => {
  product = await startProduct(undefined, { GRADECHECK_TFJS: 'off' });
  canary = createServer(() => (connections += 1));
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  canaryPort = (canary.address() as { port: number }).port;
  expect((await postCode(product, 'channel-shuffle', 'pytorch', right, 60)).verdict).toBe('accepted');
}, 90_000);

afterAll(async () => {
  canary?.close();
  await product?.stop();
  if (product) removeHome(product.home);
}, 30_000);

const answer = (body: string): string => `import os, sys, time, socket, ctypes, torch\ndef channel_shuffle(x, groups):\n${body.replace(/^/gm, '    ')}\n`;
const shuffle = 'n, c, h, w = x.shape\nout = x.reshape(n, groups, c // groups, h, w).transpose(1, 2).reshape(n, c, h, w)';

/** name, source, verdicts that are right for it */
const attacks: [string, () => string, string[]][] = [
  ['an empty file', () => '', ['runtime_error']],
  ['a syntax error', () => 'def channel_shuffle(x, groups)\n    return x\n', ['syntax_error']],
  ['a missing entry function', () => 'def shuffle(x, groups):\n    return x\n', ['runtime_error']],
  ['None', () => answer('return None'), ['invalid_output']],
  ['a list of numbers', () => answer('return x.tolist()'), ['invalid_output']],
  ['a wrong shape', () => answer('return x.reshape(-1)'), ['wrong_answer']],
  ['a wrong dtype', () => answer(`${shuffle}\nreturn out.double()`), ['wrong_answer', 'runtime_error']],
  ['all NaN', () => answer('return torch.full_like(x, float("nan")) if x.is_floating_point() else x'), ['wrong_answer']],
  ['an answer that never returns', () => answer('while True: pass'), ['time_limit']],
  ['one that sleeps', () => answer('time.sleep(3600)'), ['time_limit']],
  ['one that eats memory', () => answer('hoard = []\nwhile True: hoard.append(torch.ones(1 << 22))'), ['memory_limit']],
  ['one that prints a gigabyte', () => answer('for _ in range(1 << 14): os.write(1, b"A" * 65536)\nreturn x'), ['wrong_answer', 'output_limit', 'runtime_error']],
  ['one that forks', () => answer('os.fork()\nreturn x'), ['runtime_error', 'security_violation']],
  ['one that runs a program', () => answer('import subprocess\nsubprocess.run(["/bin/true"])\nreturn x'), ['runtime_error', 'security_violation']],
  ['one that opens a socket', () => answer(`socket.create_connection(("127.0.0.1", ${canaryPort}), 1)\nreturn x`), ['runtime_error']],
  ['one that reads files', () => answer(`open("${root}/package.json").read()\nreturn x`), ['runtime_error']],
  ['one that kills its parent', () => answer('os.kill(os.getppid(), 9)\nreturn x'), ['runtime_error', 'wrong_answer', 'security_violation']],
  ['one that kills everybody', () => answer('os.kill(-1, 9)\nreturn x'), ['runtime_error', 'wrong_answer', 'security_violation']],
  ['one that traces', () => answer('ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)\nreturn x'), ['security_violation']],
  ['one that exits early', () => answer('os._exit(0)'), ['runtime_error']],
  ['one that writes into its input', () => answer(`${shuffle}\nx.zero_()\nreturn out.clone()`), ['wrong_answer', 'runtime_error']],
  ['one that patches torch', () => answer('torch.equal = torch.allclose = lambda *a, **k: True\nreturn torch.zeros_like(x)'), ['wrong_answer']],
  ['one that hunts for the answer', () => answer('frame = sys._getframe()\nwhile frame:\n    for v in list(frame.f_locals.values()):\n        if isinstance(v, dict) and "expected" in v: return v["expected"]\n    frame = frame.f_back\nreturn x'), ['wrong_answer']],
  ['one that forges the answer byte', () => answer('for fd in range(3, 32):\n    try: os.write(fd, b"R")\n    except OSError: pass\ntime.sleep(30)'), ['invalid_output', 'wrong_answer', 'runtime_error', 'time_limit']],
  ['the forbidden built-in', () => 'import torch\ndef channel_shuffle(x, groups):\n    return torch.nn.ChannelShuffle(groups)(x)\n', ['forbidden_builtin']],
];

describe('an answer that is', { timeout: 90_000 }, () => {
  afterEach(async () => {
    expect((await postCode(product, 'channel-shuffle', 'numpy', rightInNumpy, 40)).verdict, 'an innocent answer afterwards').toBe('accepted');
  });

  it.each(attacks)('%s', async (_name, source, verdicts) => {
    const graded = await postCode(product, 'channel-shuffle', 'pytorch', source(), 60);
    expect(verdicts).toContain(graded.verdict);
    expect(graded.status).toBe('graded');
    expect(connections).toBe(0);
    expect(alive(product.pid)).toBe(true);
  });
});

describe('a request that is', () => {
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${product.url}/v1/submissions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json', ...headers },
      body,
    });
  const submission = (fields: object = {}, content = right): string =>
    JSON.stringify({ question_id: 'channel-shuffle', answer: { kind: 'code', runtime: 'pytorch', files: [{ path: 'solution.py', content }] }, ...fields });
  const problem = async (response: Response): Promise<[number, string]> => {
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return [response.status, ((await response.json()) as { detail: string }).detail];
  };

  it('about an unknown question: 404', async () => {
    expect((await problem(await post(submission({ question_id: 'no-such-question' }))))[0]).toBe(404);
  });
  it('for an unknown runtime: 422', async () => {
    const answer = { kind: 'code', runtime: 'fortran', files: [{ path: 'solution.py', content: '' }] };
    expect((await problem(await post(submission({ answer }))))[0]).toBe(422);
  });
  it('over the size limit: 413', async () => {
    expect((await problem(await post(submission({}, 'x'.repeat(2 * 1024 * 1024)))))[0]).toBe(413);
  });
  it('of another content type: 415', async () => {
    expect((await problem(await post(submission(), { 'content-type': 'text/plain' })))[0]).toBe(415);
  });
  it('malformed JSON: 400', async () => {
    expect((await problem(await post('{"question_id":')))[0]).toBe(400);
  });
  it('a repeated Idempotency-Key with another body: 422, and with the same body the same submission', async () => {
    const key = { 'idempotency-key': `bad-input-${product.pid}` };
    const first = (await (await post(submission(), key)).json()) as Graded;
    const again = (await (await post(submission(), key)).json()) as Graded;
    expect(again.id).toBe(first.id);
    expect((await problem(await post(submission({ metadata: { other: 'body' } }), key)))[0]).toBe(422);
  });
});
