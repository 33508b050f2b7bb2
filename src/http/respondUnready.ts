import { ApiError } from '../errors/apiError.ts';
import { createConsoleLogger } from '../lib/consoleLogger.ts';
import { type ErrorContext, respondToError } from './respondToError.ts';

/**
 * The answer of a function that cannot serve as it is set up. What is wrong stands in its log and nowhere else; of the error only
 * the sentences, for other fields may hold the value that was refused. No setting decides about this line: it may be the broken one.
 */
export function respondUnready(error: unknown, context: ErrorContext): Response {
  const reason = error instanceof Error ? error.message : 'unknown';
  createConsoleLogger({ name: 'api' }).error({ requestId: context.requestId, reason }, 'not ready to serve: mend what `reason` names in the settings of this function; the next request tries again');
  const detail = 'The service is not set up as it must be. Whoever runs it finds the reason in its log.';
  return respondToError(new ApiError('not_ready', { detail, headers: { 'retry-after': '10' } }), context);
}
