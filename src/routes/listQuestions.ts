import { ApiError } from '../errors/apiError.ts';
import { operations } from '../generated/operations.ts';
import { chooseLang, type Lang } from '../http/chooseLang.ts';
import type { Handler, Input } from '../http/handler.ts';
import { createPageCache, sendPage } from '../http/pageCache.ts';
import { whenReady } from '../http/whenReady.ts';
import { localize } from '../questions/localize.ts';
import { InvalidCursor, type QuestionCatalogue } from '../questions/questionCatalogue.ts';
import type { Services } from '../services.ts';

type Query = Input<'listQuestions'>['query'];

const pages = createPageCache<QuestionCatalogue>(operations.listQuestions);

/** `GET /v1/questions`: pages are made, checked and written out once, then sent from memory. */
export const listQuestions: Handler<'listQuestions', Services> = ({ catalogue }, { query, headers }) => {
  const lang = chooseLang(query, headers['Accept-Language']);
  const key = `${lang} ${query.topic} ${query.kind} ${query.runtime} ${query.difficulty} ${query.limit} ${query.cursor}`;
  return whenReady(pages.get(catalogue, key, () => makePage(catalogue, query, lang)), (page) => sendPage(page, headers['If-None-Match']));
};

function makePage(catalogue: QuestionCatalogue, query: Query, lang: Lang) {
  const { topic, kind, runtime, difficulty, limit, cursor } = query;
  try {
    const { questions, next } = catalogue.list({ topic, kind, runtime, difficulty, limit: limit!, after: cursor });
    return {
      body: { data: localize(questions, lang), has_more: next !== null, next_cursor: next },
      headers: { 'content-language': lang, ...(next === null ? {} : { link: nextLink(query, next) }) },
    };
  } catch (error) {
    if (error instanceof InvalidCursor) throw new ApiError('invalid_request', { errors: [{ parameter: 'cursor', detail: error.message }] });
    throw error;
  }
}

function nextLink(query: Query, cursor: string): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor })) search.set(name, String(value));
  return `</v1/questions?${search.toString()}>; rel="next"`;
}
