import type { AnyAnswer } from './handler.ts';
import type { OperationSpec } from './operationSpec.ts';
import { assertBody, SealedBody, violation } from './sealBody.ts';

/** The handler's answer as a response, after its status and body were held against the contract. */
export function writeAnswer(operation: OperationSpec, answer: AnyAnswer, requestId: string): Response {
  const spec = operation.responses[answer.status];
  if (spec === undefined) throw violation(operation, answer.status, 'the contract does not know this status');
  // Plain objects: the Node adapter writes them out as they are, while a Headers instance would be taken apart again.
  if (spec.mediaType === null) return new Response(null, { status: answer.status, headers: { 'request-id': requestId, 'cache-control': 'no-store', ...answer.headers } });

  const headers: Record<string, string> = { 'request-id': requestId, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', ...answer.headers };
  headers['content-type'] ??= spec.mediaType === 'application/json' ? spec.mediaType : `${spec.mediaType}; charset=utf-8`;
  return new Response(contentOf(operation, answer), { status: answer.status, headers });
}

function contentOf(operation: OperationSpec, answer: AnyAnswer): string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  if (answer.body instanceof SealedBody) return answer.body.bytes;
  if (answer.text !== undefined) return answer.text;
  assertBody(operation, answer.status, answer.body);
  return JSON.stringify(answer.body);
}
