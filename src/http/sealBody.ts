import { ApiError } from '../errors/apiError.ts';
import type { OperationSpec } from './operationSpec.ts';

/** A body that was checked against the contract when it was made, so that it can be sent many times without looking again. */
export class SealedBody {
  /** JSON in UTF-8: encoding a long text costs more than all the rest of sending it. */
  readonly bytes: Uint8Array<ArrayBuffer>;

  private constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  static of(operation: OperationSpec, status: number, body: unknown): SealedBody {
    assertBody(operation, status, body);
    return new SealedBody(new TextEncoder().encode(JSON.stringify(body)));
  }
}

/** Throws `response_invalid`, with the reason for the log only. */
export function assertBody(operation: OperationSpec, status: number, body: unknown): void {
  const check = operation.responses[status]?.check;
  if (check === undefined || check === null) throw violation(operation, status, 'the contract knows no JSON answer with this status');
  if (!check(body)) throw violation(operation, status, JSON.stringify(check.errors?.slice(0, 5)));
}

export function violation(operation: OperationSpec, status: number, reason: string): ApiError {
  return new ApiError('response_invalid', { cause: new Error(`${operation.id} ${status} violates openapi.yaml: ${reason}`) });
}
