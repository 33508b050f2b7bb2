import { sleep } from '../lib/sleep.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embeddedPostgres.ts';

const longestPauseMs = 10_000;

/**
 * Owns the embedded server for as long as we run: one that dies (out of memory, a crash, somebody's kill) is started
 * again at the same address, so that API and grader, which hold that address, only see a restart.
 */
export class KeptPostgres {
  private stopping: AbortController = new AbortController();
  private readonly keeping: Promise<void>;

  private constructor(
    private readonly dir: string,
    private readonly log: (line: string) => void,
    public server: EmbeddedPostgres,
  ) {
    this.keeping = this.keep();
  }

  static async start(dir: string, log: (line: string) => void): Promise<KeptPostgres> {
    return new KeptPostgres(dir, log, await startEmbeddedPostgres({ dir, log }));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.server.stop();
    await this.keeping;
  }

  private async keep(): Promise<void> {
    const stopped = new Promise<undefined>((resolve) => this.stopping.signal.addEventListener('abort', () => resolve(undefined)));
    for (;;) {
      const ended = await Promise.race([this.server.gone, stopped]);
      if (ended === undefined || this.stopping.signal.aborted) return;
      this.log(`The embedded PostgreSQL ended with ${ended}; starting it again.`);
      await this.startAgain();
    }
  }

  private async startAgain(): Promise<void> {
    for (let pause = 100; !this.stopping.signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        this.server = await startEmbeddedPostgres({ dir: this.dir, port: this.server.port, log: this.log });
        if (this.stopping.signal.aborted) await this.server.stop();
        return;
      } catch (error) {
        this.log(`The embedded PostgreSQL did not start: ${error instanceof Error ? error.message : String(error)} Trying again in ${pause} ms.`);
        await sleep(pause, this.stopping.signal);
      }
    }
  }
}
