import { errorCatalogue, type ErrorCode } from './catalogue.ts';

/** One fault among several: where it is, and what is wrong with it. */
export interface Fault {
  /** JSON pointer into the request's body. */
  pointer?: string;
  /** Name of a path, query or header parameter. */
  parameter?: string;
  detail: string;
}

export interface ApiErrorOptions {
  /** Sentences for the caller. The catalogue's title stands above them. */
  detail?: string;
  errors?: Fault[];
  headers?: Record<string, string>;
  /** For the log only: it never reaches the caller. */
  cause?: unknown;
}

/** The caller did something wrong, or something broke that a caller may know of. Whatever else is thrown becomes `internal_error`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly errors: Fault[] | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(code: ErrorCode, { detail, errors, headers, cause }: ApiErrorOptions = {}) {
    const entry = errorCatalogue[code];
    super(`${code}: ${detail ?? entry.title}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = entry.status;
    this.detail = detail ?? entry.title;
    this.errors = errors;
    this.headers = headers;
  }
}
