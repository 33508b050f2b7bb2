import type { Context } from 'hono';
import { ApiError } from '../errors/apiError.ts';
import { operations, type OperationId } from '../generated/operations.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { authenticate, createKeyCache, type VerifyKey } from './authenticate.ts';
import type { Caller, Scope } from './caller.ts';
import { describeBodyFaults } from './describeFaults.ts';
import { anonymous, type AnyAnswer, type Handler, type Input } from './handler.ts';
import { logExchange, logFault } from './logExchange.ts';
import type { OperationSpec } from './operationSpec.ts';
import { readJsonBody } from './readJsonBody.ts';
import { createParameterReader, type Parameters } from './readParameters.ts';
import { requestIdOf } from './requestId.ts';
import { type ErrorContext, respondToError } from './respondToError.ts';
import { whenReady } from './whenReady.ts';
import { writeAnswer } from './writeAnswer.ts';

/** What `openapi.yaml` promises: 1 MiB, and that a revoked key stops working within five seconds. */
const bodyBytesMax = 1024 * 1024;
const keyRememberedSeconds = 3;

export interface ContractOptions<Services> {
  /** The services of one request; `platform` is what the runtime hands in beside the request. */
  servicesFor(platform: unknown): Services;
  /** The answer where there are none. The next request asks for them again. */
  respondUnready(error: unknown, context: ErrorContext): Response;
  verifyKey(services: Services): VerifyKey;
  observe(services: Services, operationId: string, status: number, seconds: number): void;
  /** Errors of other layers as ones that a client may see; undefined for those that it does not know. */
  translateError(error: unknown): ApiError | undefined;
  loggerOf(services: Services): Logger;
  /** Told of each answer that the same request would get again as long as the process lives. */
  onUnchanged?: ((platform: unknown, operationId: string, headers: Record<string, string>) => void) | undefined;
  /** Decides how long a key is remembered. */
  clock: Clock;
}

export type ServeOperation<Services> = <Id extends OperationId>(id: Id, handler: Handler<Id, Services>) => (c: Context) => Response | Promise<Response>;

/**
 * The journey of every request: identify, read, handle, write. Each step holds to `openapi.yaml`, the answer included, always.
 * Steps run on at once where nothing has to be waited for (`whenReady`).
 */
export function createContract<Services>(options: ContractOptions<Services>): ServeOperation<Services> {
  const keyCache = createKeyCache({ clock: options.clock, seconds: keyRememberedSeconds });

  return (id, handler) => {
    const operation: OperationSpec = operations[id];
    const readParameters = createParameterReader(operation);

    return (c) => {
      const began = performance.now();
      const requestId = requestIdOf(c.req.raw);
      let services: Services;
      try {
        services = options.servicesFor(c.env);
      } catch (error) {
        return options.respondUnready(error, { requestId, path: c.req.path });
      }

      const identify = (): Caller | Promise<Caller> =>
        operation.scope === null ? anonymous : authenticate(keyCache, options.verifyKey(services), c.req.raw.headers.get('authorization'), operation.scope as Scope);
      const read = (caller: Caller) => readInput<typeof id>(operation, c.req.raw, readParameters(c), caller, requestId);
      const handle = (input: Input<typeof id>) => handler(services, input);
      const write = (answer: AnyAnswer) => {
        const response = writeAnswer(operation, answer, requestId);
        if (answer.fromMemory) options.onUnchanged?.(c.env, id, answer.headers!);
        return response;
      };

      const finish = (response: Response): Response => {
        options.observe(services, id, response.status, (performance.now() - began) / 1000);
        logExchange(options.loggerOf(services), operation, c.req.path, requestId, response.status, began);
        return response;
      };
      const fail = (error: unknown): Response => {
        const known = error instanceof ApiError ? error : (options.translateError(error) ?? error);
        const response = respondToError(known, { requestId, path: c.req.path });
        if (response.status >= 500) logFault(options.loggerOf(services), operation, requestId, known);
        return finish(response);
      };

      try {
        const response = whenReady(whenReady(whenReady(identify(), read), handle), write);
        return response instanceof Promise ? response.then(finish).catch(fail) : finish(response);
      } catch (error) {
        return fail(error);
      }
    };
  };
}

function readInput<Id extends OperationId>(
  operation: OperationSpec,
  request: Request,
  { path, query, header }: Parameters,
  caller: Caller,
  requestId: string,
): Input<Id> | Promise<Input<Id>> {
  // The validators have just proved what the types of Input promise.
  const input = { path, query, headers: header, body: null, bodyBytes: noBytes, caller, requestId, request } as unknown as Input<Id>;
  return operation.checkBody === null ? input : readBody(operation, request, input);
}

const noBytes = new Uint8Array();

async function readBody<Id extends OperationId>(operation: OperationSpec, request: Request, input: Input<Id>): Promise<Input<Id>> {
  const { value, bytes } = await readJsonBody(request, bodyBytesMax);
  const check = operation.checkBody!;
  if (!check(value)) throw new ApiError('invalid_body', { errors: describeBodyFaults(check.errors ?? []) });
  return { ...input, body: value as Input<Id>['body'], bodyBytes: bytes };
}
