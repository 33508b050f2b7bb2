import { operations } from '../generated/operations.ts';
import { chooseLang } from '../http/chooseLang.ts';
import type { Handler } from '../http/handler.ts';
import { createPageCache, sendPage } from '../http/pageCache.ts';
import { whenReady } from '../http/whenReady.ts';
import { localize } from '../questions/localize.ts';
import type { QuestionCatalogue } from '../questions/questionCatalogue.ts';
import type { Services } from '../services.ts';

const pages = createPageCache<QuestionCatalogue>(operations.listTopics);

/** `GET /v1/topics` */
export const listTopics: Handler<'listTopics', Services> = ({ catalogue }, { query, headers }) => {
  const lang = chooseLang(query, headers['Accept-Language']);
  const page = pages.get(catalogue, lang, () => ({ body: { data: localize(catalogue.topics(), lang) }, headers: { 'content-language': lang } }));
  return whenReady(page, (ready) => sendPage(ready, headers['If-None-Match']));
};
