import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { nextRequestId } from '../http/requestId.ts';

/** One exact request that was answered "not modified" a moment ago. */
interface Unchanged {
  etag: string;
  authorization: string | undefined;
  languages: string | undefined;
  /** Names and values in turn, as `writeHead` takes them cheapest; the value of the request id is the last. */
  headers: string[];
  observe(seconds: number): void;
  until: number;
}

export interface UnchangedAnswersOptions {
  /** Counts an answer as if it had made the whole journey. */
  observer(operationId: string, status: number): (seconds: number) => void;
}

/** Addresses, and callers of one address, that are remembered at once. Both come from callers: without a bound they could fill the memory. */
const addressesMax = 256;
const callersMax = 16;
const addressLengthMax = 1024;
/** Is added to the time that a key is remembered: a revoked one must stop working within five seconds. */
const rememberedMs = 1000;

/**
 * Says "not modified" again, before the journey of `http/contract.ts` begins. Clients that poll a page from memory send the same
 * request again and again; the same address, key, languages and ETag get the same 304 for a second. Only what the contract calls
 * "from memory" is remembered: a submission may change at any moment.
 */
export class UnchangedAnswers {
  readonly #known = new Map<string, Unchanged[]>();
  readonly #observer: UnchangedAnswersOptions['observer'];

  constructor({ observer }: UnchangedAnswersOptions) {
    this.#observer = observer;
  }

  remember(request: IncomingMessage, operationId: string, headers: Record<string, string>): void {
    const url = request.url!;
    if (!isPlain(request) || url.length > addressLengthMax) return;
    if (this.#known.size >= addressesMax) this.#known.clear();
    const others = (this.#known.get(url) ?? []).filter((one) => !fits(one, request.headers)).slice(1 - callersMax);
    const { 'if-none-match': etag, authorization, 'accept-language': languages } = request.headers;
    const until = performance.now() + rememberedMs;
    const flat = [...Object.entries(headers).flat(), 'request-id', ''];
    this.#known.set(url, [...others, { etag: etag!, authorization, languages, headers: flat, observe: this.#observer(operationId, 304), until }]);
  }

  /** True when it has answered; false when the request must make its journey. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const known = this.#known.get(request.url!);
    if (known === undefined || !isPlain(request)) return false;
    const began = performance.now();
    const headers = request.headers;
    for (let n = 0; n < known.length; n++) {
      const one = known[n]!;
      if (!fits(one, headers) || began > one.until) continue;
      one.headers[one.headers.length - 1] = nextRequestId();
      response.writeHead(304, one.headers);
      response.end();
      one.observe((performance.now() - began) / 1000);
      return true;
    }
    return false;
  }
}

/** Asks only whether something changed. A body would have to be read, and an id of the caller's own to be checked and given back. */
function isPlain({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers['if-none-match'] !== undefined &&
    headers['request-id'] === undefined &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  );
}

function fits(one: Unchanged, headers: IncomingHttpHeaders): boolean {
  return one.etag === headers['if-none-match'] && one.authorization === headers.authorization && one.languages === headers['accept-language'];
}
