import { operations } from '../generated/operations.ts';
import { chooseLang } from '../http/chooseLang.ts';
import { etagMatches } from '../http/etag.ts';
import type { Handler } from '../http/handler.ts';
import { createPageCache } from '../http/pageCache.ts';
import { whenReady } from '../http/whenReady.ts';
import { localize } from '../questions/localize.ts';
import type { QuestionCatalogue } from '../questions/questionCatalogue.ts';
import type { Services } from '../services.ts';

const pages = createPageCache<QuestionCatalogue>(operations.listTopics);

/** `GET /v1/topics` */
export const listTopics: Handler<'listTopics', Services> = ({ catalogue }, { query, headers }) => {
  const lang = chooseLang(query, headers['Accept-Language']);
  const page = pages.get(catalogue, lang, () => ({ body: { data: localize(catalogue.topics(), lang) }, headers: { 'content-language': lang } }));
  return whenReady(page, ({ body, etag, headers: sent }) => (etagMatches(headers['If-None-Match'], etag) ? { status: 304, headers: sent } : { status: 200, body, headers: sent }));
};
