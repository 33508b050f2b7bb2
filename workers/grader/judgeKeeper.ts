import type { Logger } from '../../src/lib/logger.ts';
import { sleep } from '../../src/lib/sleep.ts';
import { type Offer, offersOf } from '../../src/protocol/devices.ts';
import { JudgeClient, type JudgeCommand, type JudgeReady } from './judgeClient.ts';

/** A judge that may be given jobs, and what of them it can judge. */
export interface ServingJudge {
  client: Pick<JudgeClient, 'grade'>;
  offers: readonly Offer[];
}

/** Keeps one judge alive: starts it, starts another when it dies, ever more slowly while it keeps dying at once. */
export class JudgeKeeper {
  private judge: JudgeClient | undefined;
  private serving: ServingJudge | undefined;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly command: JudgeCommand,
    private readonly logger: Logger,
    private readonly onReady: (ready: JudgeReady) => void,
  ) {
    this.running = this.keep();
  }

  /** The judge that may be given jobs; undefined while none is ready, when it is dying, or when it found its isolation too weak to serve. */
  current = (): ServingJudge | undefined => (this.judge?.alive ? this.serving : undefined);

  async stop(graceMs: number): Promise<void> {
    this.stopping.abort(); // ends a judge that is still starting, and the pause before the next
    await this.judge?.stop(graceMs);
    await this.running;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    for (let pause = 100; !signal.aborted; pause = Math.min(pause * 2, 10_000)) {
      const began = Date.now();
      await this.serveOnce(signal);
      if (Date.now() - began > 30_000) pause = 100;
      await sleep(pause, signal);
    }
  }

  private offer(client: JudgeClient, ready: JudgeReady): void {
    if (this.stopping.signal.aborted) return;
    this.judge = client;
    if (ready.isolation.serves) this.serving = { client, offers: offersOf(ready.runtimes) };
    else this.logger.error({ layers: ready.isolation.layers.filter((l) => !l.holds) }, 'isolation is too weak: code answers stay queued until it is mended');
    this.onReady(ready);
  }

  private async serveOnce(signal: AbortSignal): Promise<void> {
    try {
      const judge = await JudgeClient.start(this.command, this.logger, (client, ready) => this.offer(client, ready), signal);
      await judge.gone;
    } catch (error) {
      if (!signal.aborted) this.logger.error({ error: String(error) }, 'the judge did not start');
    } finally {
      this.judge = undefined;
      this.serving = undefined;
    }
  }
}
