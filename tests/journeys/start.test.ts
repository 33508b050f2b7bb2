import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradecheck, serve, type Serving, shell } from '../support/commandLine.ts';
import { alive, descendants } from '../support/processes.ts';
import { freePort, root } from '../support/product.ts';

/** A person's day with the command line, in its order: first start, answers, Ctrl-C, second start, a crash. */
describe('gradecheck serve', { timeout: 180_000 }, () => {
  let home: string;
  let port: number;
  let env: NodeJS.ProcessEnv;
  let server: Serving;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'gradecheck-start-'));
    port = await freePort();
    env = shell(home, { PORT: String(port) });
    server = serve(env);
  });

  afterAll(async () => {
    await server.end('SIGKILL');
    await settled(home);
    rmSync(home, { recursive: true, force: true });
  });

  const answer = (name: string) => join(root, 'src', 'cli', 'demoAnswers', name);

  it('starts from nothing, says where it is, and writes address and key down for its owner alone', async () => {
    await server.until(/Gradecheck is ready/, 120_000);
    const [, key] = await server.until(/API key {3}(gck_\S+)/);
    expect(server.said()).toContain(`http://127.0.0.1:${port}`);
    expect(server.said()).toMatch(/curl -s /);
    const file = join(home, 'local.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ url: `http://127.0.0.1:${port}`, api_key: key });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const [ready] = await server.until(/Grader ready .*/);
    expect(ready).toMatch(/ pytorch \d/);
    expect(ready).toMatch(/ numpy \d/);
  });

  it('prints an example that is accepted as it stands', async () => {
    const { api_key: key } = JSON.parse(readFileSync(join(home, 'local.json'), 'utf8')) as { api_key: string };
    const [, body] = /-d '(.*)'\n/.exec(server.said())!;
    const response = await fetch(`http://127.0.0.1:${port}/v1/submissions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=30' },
      body,
    });
    expect(await response.json()).toMatchObject({ status: 'graded', verdict: 'accepted' });
  });

  it('tells a second start in the same folder that it already runs, and where', async () => {
    const second = await gradecheck(['serve'], shell(home, { PORT: String(await freePort()) }));
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`already runs from this folder, at http://127.0.0.1:${port}`);
  });

  it('grades what is submitted: exit code 0 when accepted, 1 when not, 2 when it cannot be asked', async () => {
    const right = await gradecheck(['submit', 'channel-shuffle', answer('channel_shuffle_right.py'), '--runtime', 'numpy', '--watch'], env);
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('channel-shuffle: accepted') as string });
    expect(right.stderr).toMatch(/queued|running/);

    const wrong = await gradecheck(['submit', 'fuse-conv-bn', answer('fuse_conv_bn_wrong.py'), '--runtime', 'pytorch', '--json'], env);
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ status: 'graded', verdict: 'wrong_answer' });

    const unsure = await gradecheck(['submit', 'channel-shuffle', answer('channel_shuffle_right.py')], env);
    expect(unsure).toMatchObject({ code: 2, stderr: expect.stringMatching(/pytorch or numpy.*: say which with --runtime/) as string });
    const unknown = await gradecheck(['submit', 'no-such-question', answer('channel_shuffle_right.py')], env);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringMatching(/^gradecheck: .*no-such-question/) as string });
    const silent = await gradecheck(['questions', 'list', '--url', `http://127.0.0.1:${await freePort()}`, '--key', 'gck_x'], env);
    expect(silent).toMatchObject({ code: 2, stderr: expect.stringMatching(/Nobody answers at .*ECONNREFUSED.*npm start/) as string });
  });

  it('shows in the demo which concepts failed', async () => {
    const demo = await gradecheck(['demo'], env);
    expect(demo.stderr).not.toContain('starting one for the demo');
    expect(demo.stdout).toContain('All four verdicts are as they must be');
    expect(demo.stdout.match(/│ accepted/g)).toHaveLength(2);
    expect(demo.stdout.match(/│ wrong_answer/g)).toHaveLength(2);
    for (const concept of ['permutation', 'conv_bias', 'hyper_parameters', 'groups']) expect(demo.stdout).toMatch(new RegExp(`│ ${concept} `));
    expect(demo.code).toBe(0);
     
    expect(demo.stdout).not.toMatch(/\x1b/);
  });

  it('lists and shows questions, and takes quiz answers', async () => {
    const listed = await gradecheck(['questions', 'list', '--kind', 'single_choice', '--json'], env);
    const [quiz] = JSON.parse(listed.stdout) as { id: string; kind: string }[];
    expect(quiz!.kind).toBe('single_choice');
    const shown = await gradecheck(['questions', 'show', quiz!.id, '--lang', 'zh'], env);
    expect(shown.stdout).toMatch(/[\u4e00-\u9fff]/);
    const wrong = await gradecheck(['submit', quiz!.id, '--answer', 'no-such-choice'], env);
    expect([1, 2]).toContain(wrong.code);
  });

  it('makes, lists and revokes keys', async () => {
    const made = await gradecheck(['keys', 'create', 'a test', '--scopes', 'read', '--json'], env);
    const { id, key } = JSON.parse(made.stdout) as { id: string; key: string };
    const with_ = shell(home, { GRADECHECK_URL: `http://127.0.0.1:${port}`, GRADECHECK_API_KEY: key });
    expect((await gradecheck(['questions', 'list'], with_)).code).toBe(0);
    expect(await gradecheck(['keys', 'list'], with_)).toMatchObject({ code: 2, stderr: expect.stringContaining('admin') as string });
    expect((await gradecheck(['keys', 'list'], env)).stdout).toContain(id);
    expect((await gradecheck(['keys', 'revoke', id], env)).code).toBe(0);
    for (const deadline = Date.now() + 20_000; (await gradecheck(['questions', 'list'], with_)).code === 0; await sleep(500)) expect(Date.now()).toBeLessThan(deadline);
    expect((await gradecheck(['keys', 'create', 'x', '--scopes', 'root'], env)).stderr).toContain('no scope "root"');
  });

  it('shows in the doctor what the running judge proved', async () => {
    const { stdout } = await gradecheck(['doctor', '--json'], env);
    const report = JSON.parse(stdout) as { checks: { name: string; state: string }[]; workers: { isolation: { serves: boolean } }[] };
    expect(report.workers[0]!.isolation.serves).toBe(true);
    expect(report.checks.find((check) => check.name === 'PostgreSQL')?.state).toBe('ok');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no process and no lock behind after %s, and finds its data again', async (signal) => {
    const { api_key: key } = JSON.parse(readFileSync(join(home, 'local.json'), 'utf8')) as { api_key: string };
    const before = await listSubmissions(port, key);
    expect(before.length).toBeGreaterThan(0);
    const family = descendants(server.child.pid!);
    expect(family.some((process) => process.command.includes('grader.js'))).toBe(true);
    expect(family.some((process) => process.command.includes('postgres'))).toBe(true);

    expect(await server.end(signal)).toBe(0);
    expect(family.filter((process) => alive(process.pid))).toEqual([]);
    expect(readdirSync(join(home, 'locks'))).toEqual([]);

    server = serve(env);
    await server.until(/Gradecheck is ready/);
    expect(server.said()).toContain(key);
    expect(server.said()).not.toMatch(/Cell helper|Python environment/);
    expect(await listSubmissions(port, key)).toEqual(before);
    await server.until(/Grader ready/);
  });

  it('leaves nothing after kill -9 either, and starts again', async () => {
    const family = descendants(server.child.pid!);
    await server.end('SIGKILL');
    await expect.poll(() => family.filter((process) => alive(process.pid)), { timeout: 20_000 }).toEqual([]);
    server = serve(env);
    await server.until(/Gradecheck is ready/);
  });

  it('starts the grader again when it dies, and says so', async () => {
    await server.until(/Grader ready/);
    const grader = descendants(server.child.pid!).find((child) => child.command.includes('grader.js'))!;
    process.kill(grader.pid, 'SIGKILL');
    await server.until(/The grader ended \(signal SIGKILL\)[\s\S]*Grader ready/);
  });

  it('does not wait for a grader that hangs when Ctrl-C comes twice', async () => {
    const family = descendants(server.child.pid!);
    const grader = family.find((child) => child.command.includes('grader.js'))!;
    process.kill(grader.pid, 'SIGSTOP');
    server.child.kill('SIGINT');
    await server.until(/Stopping/);
    await sleep(500);
    server.child.kill('SIGINT');
    // Well before the patience of the first Ctrl-C ends.
    await expect.poll(() => alive(grader.pid), { timeout: 8000 }).toBe(false);
    await server.end('SIGINT');
    await expect.poll(() => family.filter((process) => alive(process.pid)), { timeout: 20_000 }).toEqual([]);
  });
});

describe('gradecheck serve on a machine without a compiler', { timeout: 180_000 }, () => {
  let home: string;
  let env: NodeJS.ProcessEnv;
  let full: NodeJS.ProcessEnv;
  let server: Serving;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'gradecheck-bare-'));
    full = shell(home, { PORT: String(await freePort()) });
    env = { ...full, PATH: folderWithout(['cc', 'gcc', 'make', 'clang', 'tcc'], home) };
    server = serve(env);
    await server.until(/Gradecheck is ready/);
  });

  afterAll(async () => {
    await server.end('SIGINT');
    rmSync(home, { recursive: true, force: true });
  });

  it('says so in a sentence, and serves the API and quiz questions', async () => {
    await server.until(/Code answers stay queued: There is no .* on the PATH.*apt-get install.*quiz questions work/);
    expect((await gradecheck(['questions', 'list'], env)).code).toBe(0);
  });

  it('is found out by the doctor, with exit code 1', async () => {
    const doctor = await gradecheck(['doctor'], env);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(/C compiler +│ missing/);
    expect(doctor.stdout).toMatch(/How to get it: .*apt-get install gcc make/);
    expect(doctor.stdout).toMatch(/Still works: The API and quiz questions/);
  });

  it('keeps an answer until a worker comes that can grade it', async () => {
    const { url, api_key: key } = JSON.parse(readFileSync(join(home, 'local.json'), 'utf8')) as { url: string; api_key: string };
    const submission = await post(url, key);
    expect(submission.status).toBe('queued');

    const { port, workerPassword } = JSON.parse(readFileSync(join(home, 'postgres.json'), 'utf8')) as { port: number; workerPassword: string };
    const workerHome = join(home, 'other-machine');
    const worker = serve({ ...full, GRADECHECK_HOME: workerHome, WORKER_DATABASE_URL: `postgres://gradecheck_worker:${workerPassword}@127.0.0.1:${port}/gradecheck` }, 'worker');
    try {
      await expect.poll(async () => (await read(url, key, submission.id)).verdict, { timeout: 60_000, interval: 200 }).toBe('accepted');
    } finally {
      const family = descendants(worker.child.pid!);
      expect(await worker.end('SIGTERM')).toBe(0);
      expect(family.filter((process) => alive(process.pid))).toEqual([]);
    }
  });
});

describe('Ctrl-C in the middle of the first set-up', { timeout: 120_000 }, () => {
  it('leaves no process, no lock and nothing that the next start would take for whole', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gradecheck-half-'));
    const server = serve(shell(home, { PORT: '0', GRADECHECK_PYTHON: '' }));
    await expect.poll(() => existsSync(join(home, 'python', 'bin')), { timeout: 60_000 }).toBe(true);
    const family = descendants(server.child.pid!);
    expect(family.length).toBeGreaterThan(0);
    expect(await server.end('SIGINT')).toBe(130);
    expect(family.filter((process) => alive(process.pid))).toEqual([]);
    expect(readdirSync(join(home, 'locks'))).toEqual([]);
    expect(existsSync(join(home, 'python', 'gradecheck-stamp.json'))).toBe(false);
    rmSync(home, { recursive: true, force: true });
  });
});

describe('settings', { timeout: 120_000 }, () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'gradecheck-settings-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('says that a port is taken, and leaves no lock', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const refused = await gradecheck(['serve'], shell(home, { PORT: String(port) }));
    await new Promise((resolve) => other.close(resolve));
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken. Choose another`) as string });
    expect(readdirSync(join(home, 'locks'))).toEqual([]);
  });

  it.each([
    [{ PORT: 'http' }, /PORT must be a number/],
    [{ PORT: '70000' }, /PORT must be a number/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must look like postgres:\/\//],
    [{ PORT: '0', DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' }, /The database at DATABASE_URL cannot be used/],
  ])('refuses %j in a sentence', async (settings, sentence) => {
    const refused = await gradecheck(['serve'], shell(home, settings));
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) as string });
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  });

  it('runs on the database that DATABASE_URL names, without starting one', async () => {
    const donor = serve(shell(join(home, 'donor'), { PORT: '0', PATH: folderWithout(['cc'], home) }));
    await donor.until(/Gradecheck is ready/);
    const { port, ownerPassword } = JSON.parse(readFileSync(join(home, 'donor', 'postgres.json'), 'utf8')) as { port: number; ownerPassword: string };
    const server = serve(shell(join(home, 'given'), { PORT: '0', DATABASE_URL: `postgres://gradecheck:${ownerPassword}@127.0.0.1:${port}/gradecheck` }));
    try {
      await server.until(/database {2}DATABASE_URL/);
      await server.until(/Grader ready/);
      expect(existsSync(join(home, 'given', 'postgres'))).toBe(false);
      const { url, api_key: key } = JSON.parse(readFileSync(join(home, 'given', 'local.json'), 'utf8')) as { url: string; api_key: string };
      expect(await post(url, key, 'wait=30')).toMatchObject({ status: 'graded', verdict: 'accepted' });
    } finally {
      expect(await server.end('SIGINT')).toBe(0);
      await donor.end('SIGINT');
    }
  });
});

describe('without a server', { timeout: 120_000 }, () => {
  it('says how to start one', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gradecheck-none-'));
    expect(await gradecheck(['questions', 'list'], shell(home))).toMatchObject({ code: 2, stderr: expect.stringContaining('start one with "npm start"') as string });
    rmSync(home, { recursive: true, force: true });
  });

  it('ends a misspelt command with exit code 2', async () => {
    expect((await gradecheck(['serv'], shell(tmpdir()))).code).toBe(2);
    expect((await gradecheck(['--help'], shell(tmpdir()))).code).toBe(0);
  });
});

/** Everything on the PATH but the programs named. */
function folderWithout(programs: string[], under: string): string {
  const folder = join(under, 'bin-without');
  mkdirSync(folder, { recursive: true });
  for (const from of ['/bin', '/usr/bin']) {
    for (const name of readdirSync(from)) if (!programs.includes(name) && !existsSync(join(folder, name))) symlinkSync(join(from, name), join(folder, name));
  }
  return folder;
}

const rightAnswer = readFileSync(join(root, 'src', 'cli', 'demoAnswers', 'channel_shuffle_right.py'), 'utf8');

interface Seen {
  id: string;
  status: string;
  verdict: string | null;
}

async function post(url: string, key: string, prefer = 'respond-async'): Promise<Seen> {
  const response = await fetch(`${url}/v1/submissions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer },
    body: JSON.stringify({ question_id: 'channel-shuffle', answer: { kind: 'code', runtime: 'numpy', files: [{ path: 'solution.py', content: rightAnswer }] } }),
  });
  return (await response.json()) as Seen;
}

async function read(url: string, key: string, id: string): Promise<Seen> {
  return (await (await fetch(`${url}/v1/submissions/${id}`, { headers: { authorization: `Bearer ${key}` } })).json()) as Seen;
}

async function listSubmissions(port: number, key: string): Promise<Seen[]> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/submissions`, { headers: { authorization: `Bearer ${key}` } });
  return ((await response.json()) as { data: Seen[] }).data;
}

/** Waits until nothing uses the folder any more, so that it can be removed. */
async function settled(home: string): Promise<void> {
  const pidFile = join(home, 'postgres', 'postmaster.pid');
  for (let tries = 0; existsSync(pidFile) && tries < 200; tries++) {
    if (!alive(Number(readFileSync(pidFile, 'utf8').split('\n')[0]))) return;
    await sleep(50);
  }
}
