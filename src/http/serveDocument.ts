import { etagMatches, strongEtag } from './etag.ts';

interface Asked {
  headers: { 'If-None-Match'?: string | undefined };
}

/** A handler that gives the same text to everybody, with an ETag. */
export function serveDocument(text: string, headers: Record<string, string> = {}) {
  let etag: string | undefined;
  return async (_services: unknown, asked: Asked) => {
    etag ??= await strongEtag(new TextEncoder().encode(text));
    const sent = { etag, 'cache-control': 'public, no-cache', ...headers };
    return etagMatches(asked.headers['If-None-Match'], etag) ? { status: 304 as const, headers: sent } : { status: 200 as const, text, headers: sent };
  };
}

/** For pages with one inline style and nothing else: no script, no other host, no frame around them. */
export const pagePolicy = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};
