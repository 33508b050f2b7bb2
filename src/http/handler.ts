import type { operations as Contract } from '../generated/api.d.ts';
import type { OperationId } from '../generated/operations.ts';
import type { Caller } from './caller.ts';
import type { SealedBody } from './sealBody.ts';

type Given<T> = [T] extends [never] ? Record<never, never> : NonNullable<T>;
type ParametersOf<Id extends OperationId, Where extends 'path' | 'query' | 'header'> = Contract[Id]['parameters'] extends { [K in Where]?: infer P } ? Given<NonNullable<P>> : Record<never, never>;
type BodyOf<Id extends OperationId> = Contract[Id] extends { requestBody: { content: { 'application/json': infer B } } } ? B : null;

/** What a handler gets: read, checked and typed by the contract. */
export interface Input<Id extends OperationId> {
  path: ParametersOf<Id, 'path'>;
  query: ParametersOf<Id, 'query'>;
  headers: ParametersOf<Id, 'header'>;
  body: BodyOf<Id>;
  /** The body as it was sent, for a fingerprint; empty where the operation has none. */
  bodyBytes: Uint8Array;
  /** Who asks. Operations without a scope have `anonymous`. */
  caller: Caller;
  requestId: string;
  request: Request;
}

type Responses<Id extends OperationId> = Contract[Id]['responses'];

/** Anything that the contract lets this operation answer. A status or a body that it does not know fails to compile. */
export type Answer<Id extends OperationId> = {
  [Status in keyof Responses<Id> & number]: Responses<Id>[Status] extends { content: { 'application/json': infer Body } }
    ? { status: Status; body: Body | SealedBody; headers?: Record<string, string> }
    : Responses<Id>[Status] extends { content: Record<string, unknown> }
      ? { status: Status; text: string | ReadableStream<Uint8Array>; headers?: Record<string, string> }
      : { status: Status; headers?: Record<string, string> };
}[keyof Responses<Id> & number];

export type Handler<Id extends OperationId, Services> = (services: Services, input: Input<Id>) => Answer<Id> | Promise<Answer<Id>>;

/** What the glue sees of an answer once the types are gone. */
export interface AnyAnswer {
  status: number;
  body?: unknown;
  text?: string | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
  /** The same request would get the same answer as long as the process lives. */
  fromMemory?: boolean;
}

export const anonymous: Caller = { tenantId: '', keyId: '', scopes: new Set() };
