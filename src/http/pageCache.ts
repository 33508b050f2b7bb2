import { etagMatches, strongEtag } from './etag.ts';
import type { OperationSpec } from './operationSpec.ts';
import { SealedBody } from './sealBody.ts';

/** An answer that is ready to be sent again and again. */
export interface Page {
  body: SealedBody;
  etag: string;
  /** With the ETag and what caches need. Shared: never change them. */
  headers: Record<string, string>;
  /** The few that a 304 must repeat. */
  unchangedHeaders: Record<string, string>;
}

export type PageAnswer = { status: 200; body: SealedBody; headers: Record<string, string> } | { status: 304; headers: Record<string, string>; fromMemory: true };

/** The page, or word that the caller already holds it. */
export function sendPage(page: Page, ifNoneMatch: string | undefined): PageAnswer {
  if (etagMatches(ifNoneMatch, page.etag)) return { status: 304, headers: page.unchangedHeaders, fromMemory: true };
  return { status: 200, body: page.body, headers: page.headers };
}

export interface PageCache<Source extends object> {
  /** The page under `key`; made from `source` when it is asked for first, and held against the contract then. */
  get(source: Source, key: string, make: () => { body: unknown; headers: Record<string, string> }): Page | Promise<Page>;
}

const pagesMax = 1000;

/** Pages of one operation, per source: what does not change while the process lives needs to be made once. */
export function createPageCache<Source extends object>(operation: OperationSpec): PageCache<Source> {
  const bySource = new WeakMap<Source, Map<string, Page>>();

  async function seal(pages: Map<string, Page>, key: string, made: { body: unknown; headers: Record<string, string> }): Promise<Page> {
    const body = SealedBody.of(operation, 200, made.body);
    const etag = await strongEtag(body.bytes);
    const unchangedHeaders = { etag, 'cache-control': 'private, no-cache', vary: 'accept-language' };
    const page = { body, etag, headers: { ...unchangedHeaders, ...made.headers }, unchangedHeaders };
    // Keys come from callers: without a bound they could fill the memory.
    if (pages.size >= pagesMax) pages.clear();
    pages.set(key, page);
    return page;
  }

  return {
    get(source, key, make) {
      let pages = bySource.get(source);
      if (pages === undefined) bySource.set(source, (pages = new Map()));
      return pages.get(key) ?? seal(pages, key, make());
    },
  };
}
