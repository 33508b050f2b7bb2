import { ApiError } from '../errors/apiError.ts';
import { operations } from '../generated/operations.ts';
import { chooseLang, type Lang } from '../http/chooseLang.ts';
import type { Handler } from '../http/handler.ts';
import { createPageCache, sendPage } from '../http/pageCache.ts';
import { whenReady } from '../http/whenReady.ts';
import { localize } from '../questions/localize.ts';
import type { QuestionCatalogue } from '../questions/questionCatalogue.ts';
import type { Services } from '../services.ts';

const pages = createPageCache<QuestionCatalogue>(operations.getQuestion);

/** `GET /v1/questions/{question_id}` */
export const getQuestion: Handler<'getQuestion', Services> = ({ catalogue }, { path, query, headers }) => {
  const lang = chooseLang(query, headers['Accept-Language']);
  const page = pages.get(catalogue, `${lang} ${path.question_id}`, () => makePage(catalogue, path.question_id, lang));
  return whenReady(page, (ready) => sendPage(ready, headers['If-None-Match']));
};

function makePage(catalogue: QuestionCatalogue, id: string, lang: Lang) {
  const question = catalogue.get(id);
  if (question === undefined) throw new ApiError('question_not_found', { detail: `There is no question "${id}".` });
  return { body: { ...localize(question, lang), lang }, headers: { 'content-language': lang } };
}
