import { sleep } from '../lib/sleep.ts';

/** Somebody who wants to know when one submission changes. */
export interface Subscription {
  /**
   * Returns when the submission may have changed since the last call (or since subscribing), when `ms` have passed, or when `signal` aborts.
   * "May": it is a hint to read again, no more.
   */
  next(ms: number, signal?: AbortSignal): Promise<void>;
  close(): void;
}

export interface SubmissionChanges {
  /**
   * Subscribe before reading, or what happens in between is noticed only by the next poll. With `untilFinal` it may stay silent of what
   * happens on the way to the end.
   */
  subscribe(submissionId: string, untilFinal?: boolean): Subscription;
}

/** For runtimes that cannot listen: look again after a while. */
export function pollingChanges(pollMs: number): SubmissionChanges {
  return {
    subscribe: () => ({ next: (ms, signal) => sleep(Math.min(ms, pollMs), signal), close: () => {} }),
  };
}
