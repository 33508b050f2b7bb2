import type { SubmissionChanges, Subscription } from './submissionChanges.ts';

/** What the feed needs of the database: its LISTEN. */
export interface Listener {
  listen(channel: string, onNotify: (payload: string) => void, onListening: () => void): Promise<() => Promise<void>>;
}

/** `running`: it changed, and is not at its end. */
type Notice = (running: boolean) => void;

/**
 * Hears from PostgreSQL which submission changed and wakes those who wait for it. A notification is a hint that can be lost, with the
 * connection for instance, so nobody waits longer than `pollMs` without looking.
 */
export class ChangeFeed implements SubmissionChanges {
  readonly #waiting = new Map<string, Set<Notice>>();
  readonly #pollMs: number;
  #unlisten: (() => Promise<void>) | undefined;

  private constructor(pollMs: number) {
    this.#pollMs = pollMs;
  }

  /** Listens for as long as the process lives. A first attempt that fails is the database's to repeat; until then everybody polls. */
  static async open(db: Listener, { pollMs, onError }: { pollMs: number; onError: (error: unknown) => void }): Promise<ChangeFeed> {
    const feed = new ChangeFeed(pollMs);
    try {
      feed.#unlisten = await db.listen('gradecheck_submissions', (notice) => feed.#hear(notice), () => feed.#wakeAll());
    } catch (error) {
      onError(error);
    }
    return feed;
  }

  subscribe(submissionId: string, untilFinal = false): Subscription {
    let changed = false;
    let wakeUp: (() => void) | undefined;
    const notice: Notice = (running) => {
      if (running && untilFinal) return;
      changed = true;
      wakeUp?.();
    };
    this.#add(submissionId, notice);
    return {
      next: (ms, signal) =>
        new Promise((resolve) => {
          const done = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', done);
            wakeUp = undefined;
            changed = false;
            resolve();
          };
          const timer = setTimeout(done, Math.min(ms, this.#pollMs));
          if (changed || signal?.aborted) return done();
          wakeUp = done;
          signal?.addEventListener('abort', done, { once: true });
        }),
      close: () => this.#remove(submissionId, notice),
    };
  }

  async close(): Promise<void> {
    this.#wakeAll();
    await this.#unlisten?.();
  }

  #add(id: string, notice: Notice): void {
    const all = this.#waiting.get(id);
    if (all === undefined) this.#waiting.set(id, new Set([notice]));
    else all.add(notice);
  }

  #remove(id: string, notice: Notice): void {
    const all = this.#waiting.get(id);
    all?.delete(notice);
    if (all?.size === 0) this.#waiting.delete(id);
  }

  /** An id; with ` running` behind it the submission goes on: whoever waits for the end need not look. */
  #hear(payload: string): void {
    const [id, state] = payload.split(' ') as [string, string?];
    this.#waiting.get(id)?.forEach((notice) => notice(state === 'running'));
  }

  /** After a reconnection nobody knows what was missed. */
  #wakeAll(): void {
    this.#waiting.forEach((all) => all.forEach((notice) => notice(false)));
  }
}
