import { DatabaseDeadlineError } from './errors.ts';
import { openListener, openPool, type Drizzle, type Pool, type PoolOptions, type Sql } from './openPool.ts';

export type { Drizzle, Pool, Sql } from './openPool.ts';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. Default 8. */
  poolMax?: number;
  /** Default true; false behind a pooler in transaction mode (PgBouncer, RDS Proxy, Hyperdrive). */
  prepare?: boolean;
  /** Shown in `pg_stat_activity`. Default `gradecheck`. */
  applicationName?: string;
  /** How long any one call may take. Default 10 000. */
  deadlineMs?: number;
  /** Close a connection unused for so long. Set it in functions; leave it unset in a long-lived process. */
  idleSeconds?: number;
  /** Deadlines missed within half a minute before all connections are thrown away. Default 3. */
  deadlinesBeforeReplace?: number;
  /** Told when the connections are thrown away; the reason is for a log. */
  onReplaced?: (reason: string) => void;
}

const missedWithinMs = 30_000;
const probeEveryMs = 500;
const probeDeadlineMs = 1000;

/**
 * The connections to PostgreSQL, and the promise that no call hangs.
 *
 * A restart of the server can leave a driver's connection in a state where it neither answers nor fails. So every call
 * has a deadline; the first one missed starts a probe, and when several are missed in a short time all connections are
 * replaced by new ones. No timer runs while all is well, so that an idle serverless instance stays idle.
 */
export class Database {
  #pool: Pool;
  #listener: Sql | undefined;
  /** When deadlines were missed lately. Successes do not clear it: one hung connection among working ones is a loss too. */
  #missed: number[] = [];
  #probing: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  readonly #options: PoolOptions;
  readonly #deadlinesBeforeReplace: number;
  readonly #onReplaced: (reason: string) => void;

  constructor(options: DatabaseOptions) {
    this.#options = {
      url: options.url,
      poolMax: options.poolMax ?? 8,
      prepare: options.prepare ?? true,
      applicationName: options.applicationName ?? 'gradecheck',
      deadlineMs: options.deadlineMs ?? 10_000,
      ...(options.idleSeconds === undefined ? {} : { idleSeconds: options.idleSeconds }),
    };
    this.#deadlinesBeforeReplace = options.deadlinesBeforeReplace ?? 3;
    this.#onReplaced = options.onReplaced ?? (() => {});
    this.#pool = openPool(this.#options);
  }

  /** The driver, without a deadline: for tools and tests. Product code calls `run`. */
  get sql(): Sql {
    return this.#pool.sql;
  }

  /** drizzle, without a deadline: for tools and tests. Product code calls `run`. */
  get drizzle(): Drizzle {
    return this.#pool.drizzle;
  }

  /**
   * Runs one call under a deadline. `what` names it in the error.
   * After a missed deadline the call may still take effect: make it repeatable, or find out before trying again.
   */
  async run<T>(what: string, call: (pool: Pool) => PromiseLike<T>, deadlineMs = this.#options.deadlineMs): Promise<T> {
    if (this.#closed) throw new Error(`The database was closed before "${what}".`);
    const pool = this.#pool;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DatabaseDeadlineError(what, deadlineMs)), deadlineMs);
    });
    try {
      return await Promise.race([call(pool), deadline]);
    } catch (error) {
      if (error instanceof DatabaseDeadlineError) this.#deadlineMissed(pool, what);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Answers once the database does. Throws when it is unreachable or late. */
  async ping(deadlineMs = probeDeadlineMs): Promise<void> {
    await this.run('ping', ({ sql }) => sql`select 1`, deadlineMs);
  }

  /**
   * Calls `onNotify` for each notification, and `onListening` each time listening begins, also after a reconnection:
   * whoever listens must look at the tables then, because what was sent meanwhile is lost.
   * Throws when the first attempt fails; it goes on trying all the same, until `close`.
   */
  async listen(
    channel: string,
    onNotify: (payload: string) => void,
    onListening: () => void = () => {},
  ): Promise<() => Promise<void>> {
    this.#listener ??= openListener({ ...this.#options, applicationName: `${this.#options.applicationName} listen` });
    const { unlisten } = await this.#listener.listen(channel, onNotify, onListening);
    return unlisten;
  }

  /** Ends all connections, after at most a second for running calls. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#probing);
    await Promise.all([this.#pool.sql.end({ timeout: 1 }), this.#listener?.end({ timeout: 0 })]);
  }

  #deadlineMissed(pool: Pool, what: string): void {
    if (this.#closed || pool !== this.#pool) return;
    const now = performance.now();
    this.#missed = [...this.#missed.filter((at) => at > now - missedWithinMs), now];
    if (this.#missed.length >= this.#deadlinesBeforeReplace) this.#replacePool(what);
    else this.#probeSoon();
  }

  #replacePool(what: string): void {
    const old = this.#pool;
    this.#onReplaced(`${this.#missed.length} deadlines missed lately, the last one by "${what}"`);
    this.#pool = openPool(this.#options);
    this.#missed = [];
    old.sql.end({ timeout: 1 }).catch(() => {}); // what hangs there hangs for good; its callers have their deadline
    this.#probeSoon();
  }

  /** Goes on until one probe is answered, so that a silent service recovers too, not only a busy one. */
  #probeSoon(): void {
    if (this.#probing !== undefined || this.#closed) return;
    this.#probing = setTimeout(() => {
      this.#probing = undefined;
      this.ping().catch(() => {
        this.#probeSoon();
      });
    }, probeEveryMs);
    this.#probing.unref?.();
  }
}

export const createDatabase = (options: DatabaseOptions): Database => new Database(options);
