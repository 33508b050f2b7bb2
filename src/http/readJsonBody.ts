import { ApiError, type Fault } from '../errors/apiError.ts';

export interface JsonBody {
  value: unknown;
  /** Exactly what was sent, for a fingerprint. */
  bytes: Uint8Array;
}

const jsonType = /^application\/json(?:\s*;\s*charset=(?:utf-8|"utf-8"))?\s*$/i;

/** One JSON value of at most `bytesMax` bytes. Throws 413 before more than that is in memory, 415, 400, and 422 for text that cannot be stored. */
export async function readJsonBody(request: Request, bytesMax: number): Promise<JsonBody> {
  const { headers } = request;
  const declared = headers.get('content-length');
  if (declared !== null && Number(declared) > bytesMax) throw tooLarge(bytesMax);
  if (!jsonType.test(headers.get('content-type') ?? '')) throw new ApiError('media_type_unsupported', typeDetail(headers.get('content-type')));
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw new ApiError('media_type_unsupported', { detail: `Content-Encoding "${encoding.slice(0, 40)}" is not read; send the body as it is.` });
  }

  const bytes = declared === null ? await readCounted(request, bytesMax) : new Uint8Array(await request.arrayBuffer());
  if (bytes.length > bytesMax) throw tooLarge(bytesMax); // where the platform does not hold a sender to his Content-Length
  const text = decode(bytes);
  const value = parse(text);
  if (suspicious.test(text)) refuseUnstorable(value);
  return { value, bytes };
}

/** A chunked body tells its size only while it comes: stop at the first byte too many. */
async function readCounted(request: Request, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
    length += read.value.length;
    if (length > bytesMax) {
      reader?.cancel().catch(() => {}); // the answer must not wait for a sender who may never stop
      throw tooLarge(bytesMax);
    }
    chunks.push(read.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ApiError('malformed_json', { detail: 'The body is not UTF-8.', cause });
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') throw new ApiError('malformed_json', { detail: 'The body is empty; it must be one JSON value.' });
  try {
    return JSON.parse(text);
  } catch (cause) {
    // V8 quotes the text around the fault; only its position goes out, because the body may hold a candidate's work.
    const position = /position (\d+)/.exec(String(cause))?.[1];
    throw new ApiError('malformed_json', { detail: `The body is not JSON${position === undefined ? '' : `: reading stopped at character ${position}`}.`, cause });
  }
}

/** Escapes that may stand for a NUL or for half a surrogate pair. Raw ones cannot occur: JSON forbids the first and UTF-8 the second. */
const suspicious = /\\u(?:0000|d[89a-f])/i;

/** PostgreSQL cannot store these characters; saying so now is better than a failing insert. Iterative, because the depth is the sender's. */
function refuseUnstorable(value: unknown): void {
  const errors: Fault[] = [];
  const left: { at: string; value: unknown }[] = [{ at: '', value }];
  while (left.length > 0 && errors.length < 20) {
    const { at, value } = left.pop()!;
    if (typeof value === 'string' && !storable(value)) errors.push({ pointer: at.slice(0, 300), detail: unstorable });
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      if (!storable(key)) errors.push({ pointer: at.slice(0, 300), detail: `A member's name here: ${unstorable}` });
      // A pointer longer than we show need not be built: a deep body would make it quadratic.
      left.push({ at: at.length > 300 ? at : `${at}/${key.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1')}`, value: member });
    }
  }
  if (errors.length > 0) throw new ApiError('invalid_body', { errors });
}

const unstorable = 'Text must not contain NUL (\\u0000) or half of a surrogate pair.';
/** In Unicode mode a surrogate matches only when it stands alone. */
const storable = (text: string): boolean => !/[\0\uD800-\uDFFF]/u.test(text);

function tooLarge(bytesMax: number): ApiError {
  return new ApiError('body_too_large', { detail: `A body may have ${bytesMax} bytes.`, headers: { connection: 'close' } });
}

function typeDetail(type: string | null): { detail: string } {
  return { detail: type === null ? 'There is no Content-Type; it must be application/json.' : `Content-Type "${type.slice(0, 80)}" is not read; it must be application/json in UTF-8.` };
}
