import type { Backend } from '../protocol/backends.ts';
import type { Question, SeededQuestion } from './types.ts';

/** The backend of this runtime that alone may grade the question; null where any will do, and where there is no such question any more. */
export function neededBackend(question: Question | SeededQuestion | undefined, runtime: string): Backend | null {
  if (question?.kind !== 'code') return null;
  return question.entries.find((entry) => entry.runtime === runtime)?.needs_backend ?? null;
}
