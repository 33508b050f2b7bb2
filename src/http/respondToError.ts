import { ApiError } from '../errors/apiError.ts';
import { errorCatalogue } from '../errors/catalogue.ts';

/** RFC 9457, with our additions. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  request_id: string;
  errors?: { pointer?: string; parameter?: string; detail: string }[];
}

export interface ErrorContext {
  requestId: string;
  /** The path, without the query: a query may hold what somebody searched for. */
  path: string;
}

/** The answer to whatever was thrown. What is not an ApiError becomes a 500 that says nothing of the inside. */
export function respondToError(error: unknown, { requestId, path }: ErrorContext): Response {
  const known = error instanceof ApiError ? error : new ApiError('internal_error', { cause: error });
  const problem: Problem = {
    type: `/docs/errors#${known.code}`,
    title: errorCatalogue[known.code].title,
    status: known.status,
    detail: known.detail,
    instance: path,
    code: known.code,
    request_id: requestId,
    ...(known.errors === undefined ? {} : { errors: known.errors }),
  };
  return new Response(JSON.stringify(problem), {
    status: known.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'request-id': requestId,
      ...known.headers,
    },
  });
}
