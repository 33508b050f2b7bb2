import { ApiError } from '../errors/apiError.ts';
import { operations } from '../generated/operations.ts';
import { chooseLang, type Lang } from '../http/chooseLang.ts';
import type { Handler } from '../http/handler.ts';
import { createPageCache, sendPage } from '../http/pageCache.ts';
import { whenReady } from '../http/whenReady.ts';
import { localize } from '../questions/localize.ts';
import { isComplete, type QuestionCatalogue } from '../questions/questionCatalogue.ts';
import { defaultVariant, renderVariant } from '../questions/seeded/renderVariant.ts';
import type { Question, SeededQuestion } from '../questions/types.ts';
import type { Services } from '../services.ts';

const pages = createPageCache<QuestionCatalogue>(operations.getQuestion);
// Apart from the others: whoever asks for a thousand variants must not push them out.
const variantPages = createPageCache<QuestionCatalogue>(operations.getQuestion);

/** `GET /v1/questions/{question_id}` */
export const getQuestion: Handler<'getQuestion', Services> = (services, { path, query, headers, caller }) => {
  const { catalogue } = services;
  const lang = chooseLang(query, headers['Accept-Language']);
  const question = findQuestion(catalogue, path.question_id);
  const page = isComplete(question)
    ? pages.get(catalogue, `${lang} ${question.id}`, () => makePage(question, lang))
    : variantPage(services, question, { lang, tenantId: caller.tenantId, variant: query.variant ?? defaultVariant });
  return whenReady(page, (ready) => sendPage(ready, headers['If-None-Match']));
};

function findQuestion(catalogue: QuestionCatalogue, id: string): Question | SeededQuestion {
  const question = catalogue.get(id);
  if (question === undefined) throw new ApiError('question_not_found', { detail: `There is no question "${id}".` });
  return question;
}

async function variantPage({ catalogue, seededItems }: Services, question: SeededQuestion, { lang, tenantId, variant }: { lang: Lang; tenantId: string; variant: string }) {
  const rendered = await renderVariant(seededItems, question, { tenantId, variant });
  return variantPages.get(catalogue, `${lang} ${question.id} ${tenantId} ${variant}`, () => makePage(rendered.question, lang));
}

function makePage(question: Question, lang: Lang) {
  return { body: { ...localize(question, lang), lang }, headers: { 'content-language': lang } };
}
