import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseName, ownerRole, readState } from '../../src/local/embedded/state.ts';
import { sleep } from './sleep.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const python = process.env.GRADECHECK_PYTHON ?? join(root, '.gradecheck', 'python', 'bin', 'python');

export interface Product {
  url: string;
  apiKey: string;
  home: string;
  pid: number;
  databaseUrl(): string;
  stop(): Promise<void>;
}

/** The whole product as a user starts it, with its own state folder and a free port; without the runtimes that set themselves up afterwards. */
export async function startProduct(home = mkdtempSync(join(tmpdir(), 'gradecheck-')), env: Record<string, string> = {}): Promise<Product> {
  const port = await freePort();
  const child = spawn(process.execPath, ['bin/gradecheck.mjs', 'serve'], {
    cwd: root,
    env: { ...process.env, GRADECHECK_HOME: home, GRADECHECK_PYTHON: python, PORT: String(port), DATABASE_URL: '', GRADECHECK_TFJS: 'off', GRADECHECK_KERAS: 'off', ...env },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const state = await waitForState(child, join(home, 'local.json'), `http://127.0.0.1:${port}`);
  return {
    url: state.url,
    apiKey: state.api_key,
    home,
    pid: child.pid!,
    databaseUrl: () => databaseUrl(home),
    stop: () => stopProduct(child),
  };
}

/** The owner's address of the embedded database, for looking at what a client cannot see. */
function databaseUrl(home: string): string {
  const state = readState(join(home, 'postgres'));
  if (!state) throw new Error(`No embedded database was started in ${home}.`);
  return `postgres://${ownerRole}:${state.ownerPassword}@127.0.0.1:${state.port}/${databaseName}`;
}

export const removeHome = (home: string): void => rmSync(home, { recursive: true, force: true });

async function waitForState(child: ChildProcess, file: string, url: string): Promise<{ url: string; api_key: string }> {
  for (let tries = 0; tries < 1200; tries++) {
    if (child.exitCode !== null) throw new Error(`The product ended with exit code ${child.exitCode} before it was ready.`);
    if (existsSync(file)) {
      const state = JSON.parse(readFileSync(file, 'utf8')) as { url: string; api_key: string };
      const up = state.url.endsWith(url.slice(url.lastIndexOf(':'))) && (await fetch(`${state.url}/healthz`).then((r) => r.ok, () => false));
      if (up) return state;
    }
    await sleep(25);
  }
  throw new Error('The product was not ready within 30 s.');
}

function stopProduct(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('close', () => resolve());
    child.kill('SIGINT');
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Posts one code answer; with `waitSeconds` 0 the answer is the queued submission. */
export async function postCode(product: Product, questionId: string, runtime: string, content: string, waitSeconds: number, suffix = '.py'): Promise<Graded> {
  const response = await fetchAgain(`${product.url}/v1/submissions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json', ...(waitSeconds ? { prefer: `wait=${waitSeconds}` } : {}) },
    body: JSON.stringify({ question_id: questionId, answer: { kind: 'code', runtime, files: [{ path: `solution${suffix}`, content }] } }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Graded;
}

/** Once more where a kept connection had just been closed for its idleness: nothing had been sent on it. */
export async function fetchAgain(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch {
    return fetch(url, request);
  }
}

export async function readSubmission(product: Product, id: string): Promise<Graded> {
  const response = await fetch(`${product.url}/v1/submissions/${id}`, { headers: { authorization: `Bearer ${product.apiKey}` } });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Graded;
}

/** Posts one answer that must be accepted, and waits for it in the same request. */
export async function gradeCode(product: Product, questionId: string, runtime: string, content: string, suffix = '.py'): Promise<Graded> {
  const graded = await postCode(product, questionId, runtime, content, 30, suffix);
  if (graded.verdict !== 'accepted') throw new Error(`Expected accepted, got ${JSON.stringify(graded).slice(0, 500)}`);
  return graded;
}

export interface Graded {
  id: string;
  status: string;
  verdict: string | null;
  message: string | null;
  waiting_for: { text: string } | null;
  runtime: { name: string; version: string | null } | null;
  timings_ms: Record<string, number>;
}
