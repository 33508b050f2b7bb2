import { describe, expect, test } from 'vitest';
import { codeAnswer, newSubmission, useTestApi } from '../../tests/support/api.ts';

const api = useTestApi();
type Sent = { status: number; body: Record<string, unknown> & { errors?: { pointer: string; detail: string }[] }; headers: Headers };

async function post(body: unknown, headers: Record<string, string> = {}, key = api.current.key): Promise<Sent> {
  const response = await api.current.send('POST', '/v1/submissions', { key, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Sent['body'], headers: response.headers };
}

describe('a code answer', () => {
  test('is stored and answered with 202, its place and when to look', async () => {
    const { status, body, headers } = await post({ ...newSubmission(), metadata: { cohort: 'autumn' } });
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/submissions/${String(body.id)}`);
    expect(headers.get('retry-after')).toBe('1');
    expect(body).toMatchObject({ status: 'queued', verdict: null, kind: 'code', mode: 'grade', metadata: { cohort: 'autumn' }, runtime: { name: 'pytorch', version: null }, cases: [] });
    await api.current.gradeNext();
  });

  test('comes back graded when the verdict is there within the preferred wait', async () => {
    const waiting = post(newSubmission(), { prefer: 'wait=20' });
    await soon(() => api.current.gradeNext());
    const { status, body, headers } = await waiting;
    expect(status).toBe(200);
    expect(headers.get('preference-applied')).toBe('wait=20');
    expect(body).toMatchObject({ status: 'graded', verdict: 'wrong_answer', score: 40 });
  });

  test('comes back queued when the wait is over', async () => {
    const { status, body, headers } = await post(newSubmission(), { prefer: 'wait=1' });
    expect(status).toBe(202);
    expect(body.status).toBe('queued');
    expect(headers.get('preference-applied')).toBe('wait=1');
    await api.current.gradeNext();
  });

  test('is kept, but no longer waited for, when the client has gone', async () => {
    const client = new AbortController();
    const request = new Request('http://test/v1/submissions', {
      method: 'POST',
      signal: client.signal,
      headers: { authorization: `Bearer ${api.current.key}`, 'content-type': 'application/json', prefer: 'wait=60' },
      body: JSON.stringify(newSubmission()),
    });
    const waiting = api.current.app.fetch(request);
    setTimeout(() => client.abort(), 200);
    expect((await waiting).status).toBe(202); // a minute later it would be too late for this test
    await api.current.gradeNext();
  });

  test('is not waited for without a preference, with respond-async, or with a malformed one', async () => {
    for (const prefer of [undefined, 'respond-async, wait=60', 'wait=soon', 'wait=-1', 'handling=lenient']) {
      const { status, headers } = await post(newSubmission(), prefer === undefined ? {} : { prefer });
      expect(status).toBe(202);
      expect(headers.get('preference-applied')).toBeNull();
      await api.current.gradeNext();
    }
  });

  test('may be empty: that is for the judge to say', async () => {
    expect((await post(newSubmission(''))).status).toBe(202);
    const job = await api.current.gradeNext();
    expect(job.files).toEqual([{ path: 'solution.py', content: '' }]);
  });

  test('reaches the worker as it was sent', async () => {
    const files = [{ path: 'solution.py', content: 'from pkg.helper import 解\n# \u{1F600}\t"quoted"\r\n' }, { path: 'pkg/helper.py', content: '解 = 1' }];
    await post({ question_id: 'channel-shuffle', mode: 'precheck', answer: { kind: 'code', runtime: 'numpy', files } });
    const job = await api.current.gradeNext();
    expect(job).toMatchObject({ questionId: 'channel-shuffle', runtime: 'numpy', mode: 'precheck', files });
  });
});

describe('what cannot be an answer', () => {
  test('404 for a question that does not exist', async () => {
    const { status, body } = await post({ question_id: 'no-such-question', answer: codeAnswer() });
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'question_not_found', errors: [{ pointer: '/question_id' }] });
  });

  test('422 for a runtime that the question does not offer', async () => {
    const { status, body } = await post({ question_id: 'channel-shuffle', answer: { ...codeAnswer(), runtime: 'cobol' } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'runtime_not_offered', errors: [{ pointer: '/answer/runtime', detail: expect.stringContaining('pytorch') }] });
  });

  test('422 for an answer of another kind', async () => {
    const { status, body } = await post({ question_id: 'channel-shuffle', answer: { kind: 'numeric', value: 1 } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'answer_kind_mismatch', errors: [{ pointer: '/answer/kind' }] });
  });

  test.each([
    ['no main file', [{ path: 'other.py', content: '' }], '/answer/files'],
    ['a path twice', [{ path: 'solution.py', content: '' }, { path: 'solution.py', content: 'x' }], '/answer/files/1/path'],
    ['a file that is also a folder', [{ path: 'solution.py', content: '' }, { path: 'a', content: '' }, { path: 'a/b.py', content: '' }], '/answer/files/2/path'],
    ['a file of 256 KiB and a byte', [{ path: 'solution.py', content: 'é'.repeat(131_073) }], '/answer/files/0/content'],
  ])('422 for %s', async (_, files, pointer) => {
    const { status, body } = await post({ question_id: 'channel-shuffle', answer: { kind: 'code', runtime: 'pytorch', files } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'answer_files_invalid', errors: [{ pointer }] });
  });

  test.each(['/etc/passwd', '../solution.py', 'a/../b.py', './solution.py', 'a//b.py', 'a\\b.py', 'sol ution.py', '', 'a/', '..', '.', 'ü.py'])('422 for the path %j', async (path) => {
    const { status, body } = await post({ question_id: 'channel-shuffle', answer: { kind: 'code', runtime: 'pytorch', files: [{ path: 'solution.py', content: '' }, { path, content: '' }] } });
    expect(status).toBe(422);
    expect(body.errors![0]!.pointer).toBe('/answer/files/1/path');
  });

  test('422 for more than 20 files, an unknown field, an unknown kind, metadata that is not text', async () => {
    const files = Array.from({ length: 21 }, (_, n) => ({ path: `f${n}.py`, content: '' }));
    for (const body of [
      { question_id: 'channel-shuffle', answer: { kind: 'code', runtime: 'pytorch', files } },
      { ...newSubmission(), extra: 1 },
      { question_id: 'channel-shuffle', answer: { ...codeAnswer(), timeout: 3 } },
      { question_id: 'channel-shuffle', answer: { kind: 'essay', text: '' } },
      { ...newSubmission(), metadata: { a: 1 } },
      { ...newSubmission(), metadata: { nested: { deep: 'x' } } },
    ]) {
      const { status, body: problem } = await post(body);
      expect(status).toBe(422);
      expect(problem.code).toBe('invalid_body');
    }
  });

  test('is not stored', async () => {
    const { client } = await api.current.newTenant();
    await client.POST('/v1/submissions', { body: { question_id: 'no-such-question', answer: { ...codeAnswer(), files: [...codeAnswer().files] } } });
    const { data } = await client.GET('/v1/submissions');
    expect(data!.data).toEqual([]);
  });
});

describe('a quiz answer', () => {
  test('is graded at once', async () => {
    const right = await post({ question_id: 'channel-shuffle-destination', answer: { kind: 'numeric', value: 6 } });
    expect(right.status).toBe(200);
    expect(right.body).toMatchObject({ status: 'graded', verdict: 'accepted', score: right.body.max_score, runtime: null, device: null, timings_ms: null, cases: [] });
    const wrong = await post({ question_id: 'channel-shuffle-destination', answer: { kind: 'numeric', value: 5 } });
    expect(wrong.body).toMatchObject({ status: 'graded', verdict: 'wrong_answer', score: 0 });
  });

  test('has its feedback in the language that was asked for', async () => {
    const read = async (path: string, headers: Record<string, string> = {}) => {
      const response = await api.current.send('POST', path, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ question_id: 'channel-shuffle-destination', answer: { kind: 'numeric', value: 5 } }) });
      return ((await response.json()) as { concepts: { feedback: string }[] }).concepts[0]!.feedback;
    };
    expect(await read('/v1/submissions')).toMatch(/^[\x20-\x7e…’`“”]+$/);
    expect(await read('/v1/submissions?lang=zh')).toMatch(/\p{Script=Han}/u);
    expect(await read('/v1/submissions', { 'accept-language': 'fr, zh-CN;q=0.9, en;q=0.5' })).toMatch(/\p{Script=Han}/u);
    expect(await read('/v1/submissions?lang=en', { 'accept-language': 'zh' })).not.toMatch(/\p{Script=Han}/u);
  });

  test('that names what the question does not have is a mistake, not a wrong answer', async () => {
    const { status, body } = await post({ question_id: 'channel-shuffle-inverse', answer: { kind: 'single_choice', choice: 'no_such_choice' } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'answer_unfit', errors: [{ pointer: '/answer/choice' }] });
  });

  test('cannot be prechecked: it has no public cases', async () => {
    const { status, body } = await post({ question_id: 'channel-shuffle-destination', mode: 'precheck', answer: { kind: 'numeric', value: 6 } });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'mode_not_offered', errors: [{ pointer: '/mode' }] });
  });
});

describe('an Idempotency-Key', () => {
  test('makes ten requests at once one submission', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(newSubmission(), { 'idempotency-key': 'race-1' })));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(9);
    await api.current.gradeNext();
    await expect(api.current.gradeNext()).rejects.toThrow('no job');
  });

  test('is the same quoted and bare, and answers with the submission as it stands now', async () => {
    const first = await post(newSubmission(), { 'idempotency-key': '"order-7"' });
    await api.current.gradeNext();
    const again = await post(newSubmission(), { 'idempotency-key': 'order-7' });
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toMatchObject({ id: first.body.id, status: 'graded' });
  });

  test('waits for the verdict of the earlier request', async () => {
    await post(newSubmission(), { 'idempotency-key': 'wait-replay' });
    const waiting = post(newSubmission(), { 'idempotency-key': 'wait-replay', prefer: 'wait=20' });
    await soon(() => api.current.gradeNext());
    expect(await waiting).toMatchObject({ status: 200, body: { status: 'graded' } });
  });

  test('with another body is 422, and nothing is stored', async () => {
    const first = await post(newSubmission('a = 1'), { 'idempotency-key': 'other-body' });
    const second = await post(newSubmission('a = 2'), { 'idempotency-key': 'other-body' });
    expect(second).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(JSON.stringify(second.body)).not.toContain(String(first.body.id));
    await api.current.gradeNext();
  });

  test('belongs to its tenant', async () => {
    const other = await api.current.newTenant();
    const mine = await post(newSubmission(), { 'idempotency-key': 'shared' });
    const theirs = await post(newSubmission(), { 'idempotency-key': 'shared' }, other.key);
    expect(theirs.status).toBe(202);
    expect(theirs.body.id).not.toBe(mine.body.id);
    await api.current.gradeNext();
    await api.current.gradeNext();
  });

  test('is not used up by a request that was refused', async () => {
    expect((await post({ ...newSubmission(), extra: 1 }, { 'idempotency-key': 'refused' })).status).toBe(422);
    expect((await post(newSubmission(), { 'idempotency-key': 'refused' })).status).toBe(202);
    await api.current.gradeNext();
  });

  test('400 for one that is empty, too long or has spaces', async () => {
    for (const key of ['""', '"', 'x'.repeat(201), 'two words']) {
      const { status, body } = await post(newSubmission(), { 'idempotency-key': key });
      expect(status, key).toBe(400);
      expect(body).toMatchObject({ code: 'invalid_request', errors: [{ parameter: 'Idempotency-Key' }] });
    }
  });
});

/** Tries until it works: the request that it belongs to is on its way. */
async function soon<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (tries === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
