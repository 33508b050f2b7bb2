import type { Logger } from '../lib/logger.ts';
import type { OperationSpec } from './operationSpec.ts';

/**
 * One line per exchange: writes and refusals at `info`, reads at `debug`. A read leaves its trace in the metrics; a line for each would
 * cost more than answering it.
 */
export function logExchange(logger: Logger, operation: OperationSpec, path: string, requestId: string, status: number, began: number): void {
  const level = operation.method === 'GET' && status < 400 ? 'debug' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  logger[level]({ operation: operation.id, path, status, ms: Math.round((performance.now() - began) * 10) / 10, request_id: requestId }, 'served');
}

/** Why we broke: for the log only. */
export function logFault(logger: Logger, operation: OperationSpec, requestId: string, error: unknown): void {
  logger.error({ operation: operation.id, request_id: requestId, err: error, cause: error instanceof Error ? error.cause : undefined }, 'request failed on our side');
}
