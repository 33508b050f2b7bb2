import { existsSync, readFileSync, watch } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { BankPages } from './bankPages.ts';

const katexFolder = dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'));
const types: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript', '.woff2': 'font/woff2', '.html': 'text/html; charset=utf-8' };
/** Styles inline, because formulas are placed by them; no script but our own. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export interface Preview {
  url: string;
  pages: BankPages;
  close(): Promise<void>;
}

/** Serves the bank below `root` to this machine only, and tells open pages when a file changes. */
export async function startPreview({ root, port }: { root: string; port: number }): Promise<Preview> {
  const pages = new BankPages(root);
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => void answer(pages, listeners, request, response));
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  const stopWatching = watchBank(root, () => {
    pages.forget();
    listeners.forEach((one) => one.write('event: change\ndata: \n\n'));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    close: async () => {
      stopWatching();
      listeners.forEach((one) => one.end());
      await closed(server);
    },
  };
}

async function answer(pages: BankPages, listeners: Set<ServerResponse>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    // A page elsewhere could make a browser ask us under its own name, and read drafts with their keys.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return send(response, 403, '.html', 'Ask for 127.0.0.1.');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method !== 'GET') return send(response, 405, '.html', 'Only GET.');
    if (pathname === '/') return send(response, 200, '.html', pages.list());
    if (pathname === '/changes') return listen(listeners, response);
    const file = staticFile(pathname);
    if (file !== null) return send(response, 200, extname(file), readFileSync(file));
    const [, topic, id] = /^\/([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(pathname) ?? [];
    const page = topic === undefined ? null : await pages.question(topic, id!, searchParams.get('variant') || '1');
    return page === null ? send(response, 404, '.html', 'There is no such question.') : send(response, 200, '.html', page);
  } catch (error) {
    return send(response, 500, '.html', String(error instanceof Error ? error.stack : error).replaceAll('<', '&lt;'));
  }
}

function staticFile(pathname: string): string | null {
  if (pathname === '/preview.css' || pathname === '/preview.js') return join(import.meta.dirname, `browser${pathname}`);
  const [, name] = /^\/katex\/((?:fonts\/)?[A-Za-z0-9_-]+(?:\.min)?\.(?:css|woff2))$/.exec(pathname) ?? [];
  const file = name === undefined ? null : join(katexFolder, name);
  return file !== null && existsSync(file) ? file : null;
}

function send(response: ServerResponse, status: number, kind: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': types[kind] ?? 'application/octet-stream', 'cache-control': 'no-store', 'content-security-policy': policy, 'x-content-type-options': 'nosniff' });
  response.end(body);
}

function listen(listeners: Set<ServerResponse>, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\n\n');
  listeners.add(response);
  response.once('close', () => listeners.delete(response));
}

/** Editors write a file in several steps: one word after the last of them is enough. */
function watchBank(root: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(root, { recursive: true }, (_event, name) => {
    if (name !== null && /(^|\/)(\.|__pycache__)/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, 80);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

const closed = (server: Server): Promise<void> => new Promise((done) => (server.close(() => done()), server.closeAllConnections()));
