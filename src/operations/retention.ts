import type { Database } from '../../db/createDatabase.ts';
import { expireAtMost, expireIdempotencyKeys } from '../../db/queries/expireIdempotencyKeys.ts';
import type { Logger } from '../lib/logger.ts';

export interface RetentionTimes {
  /** The first time comes at a random moment within so long: processes started together do not all begin at once. */
  firstWithinMs: number;
  /** From one time to the next, give or take a tenth. */
  everyMs: number;
}

const usual: RetentionTimes = { firstWithinMs: 10 * 60_000, everyMs: 60 * 60_000 };

/**
 * Forgets what need not be kept any longer, for as long as a process lives. Not for functions, which live for a request:
 * there any other process on the same database does it. A failure is logged and tried again at the next time.
 */
export class Retention {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #deps: { db: Database; logger: Logger };
  readonly #times: RetentionTimes;

  constructor(deps: { db: Database; logger: Logger }, times: RetentionTimes = usual) {
    this.#deps = deps;
    this.#times = times;
    this.#sweepIn(Math.random() * times.firstWithinMs);
  }

  /** Begins nothing more, and waits for what is under way: afterwards the database may be closed. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #sweepIn(ms: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#sweep().finally(() => this.#sweepIn(this.#times.everyMs * (0.9 + Math.random() * 0.2)));
    }, ms);
    this.#timer.unref?.(); // it must not keep a process alive that has nothing else to do
  }

  async #sweep(): Promise<void> {
    const { db, logger } = this.#deps;
    try {
      let forgotten = 0;
      for (let gone = expireAtMost; gone === expireAtMost && !this.#closed; forgotten += gone) gone = await expireIdempotencyKeys(db);
      if (forgotten > 0) logger.info({ forgotten }, 'old idempotency keys forgotten');
    } catch (err) {
      logger.warn({ err }, 'old idempotency keys not forgotten; tried again later');
    }
  }
}
