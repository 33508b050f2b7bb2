import { strongEtag } from './etag.ts';
import type { OperationSpec } from './operationSpec.ts';
import { SealedBody } from './sealBody.ts';

/** An answer that is ready to be sent again and again. */
export interface Page {
  body: SealedBody;
  etag: string;
  /** With the ETag and what caches need. Shared: never change it. */
  headers: Record<string, string>;
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
    const etag = await strongEtag(body.json);
    const page = { body, etag, headers: { etag, 'cache-control': 'private, no-cache', vary: 'accept-language', ...made.headers } };
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
