import type { Database } from '../../db/createDatabase.ts';
import { findSubmission } from '../../db/queries/findSubmission.ts';
import type { SubmissionRow } from '../../db/rows.ts';
import type { Clock } from '../lib/clock.ts';
import { isFinal } from '../protocol/verdicts.ts';
import type { SubmissionChanges, Subscription } from './submissionChanges.ts';

export interface WatchDeps {
  db: Database;
  changes: SubmissionChanges;
  clock: Clock;
}

/** The submission once it is final, or as it stands after `seconds`, or when the caller has gone. */
export async function waitUntilFinal(
  deps: Omit<WatchDeps, 'changes'>,
  submission: SubmissionRow,
  { subscription, seconds, signal }: { subscription: Subscription; seconds: number; signal: AbortSignal },
): Promise<SubmissionRow> {
  const until = deps.clock.now() + seconds * 1000;
  let current = submission;
  while (!isFinal(current.status) && !signal.aborted) {
    const left = until - deps.clock.now();
    if (left <= 0) break;
    await subscription.next(left, signal);
    current = (await findSubmission(deps.db, current)) ?? current;
  }
  return current;
}

/**
 * Every state of the submission that is newer than `afterVersion`, as far as it can be seen: states that follow each other quickly
 * may be seen as one. Ends with the final state, after `seconds`, or when the signal aborts.
 * A null means that nothing happened for `quietMs`.
 */
export async function* watchSubmission(
  deps: WatchDeps,
  submission: SubmissionRow,
  { afterVersion, seconds, quietMs, signal }: { afterVersion: number; seconds: number; quietMs: number; signal: AbortSignal },
): AsyncGenerator<SubmissionRow | null> {
  const subscription = deps.changes.subscribe(submission.id);
  try {
    const until = deps.clock.now() + seconds * 1000;
    let seen = afterVersion;
    let spokeAt = deps.clock.now();
    let current: SubmissionRow | null = submission;
    for (let first = true; current !== null; first = false) {
      if (current.version > seen) {
        seen = current.version;
        spokeAt = deps.clock.now();
        yield current;
      }
      const now = deps.clock.now();
      if (isFinal(current.status) || signal.aborted || now >= until) return;
      if (now - spokeAt >= quietMs) {
        spokeAt = now;
        yield null;
      }
      // The first time look again at once: it may have changed before we subscribed.
      if (!first) await subscription.next(Math.min(until - now, quietMs - (now - spokeAt)), signal);
      if (signal.aborted) return;
      current = await findSubmission(deps.db, submission);
    }
  } finally {
    subscription.close();
  }
}
