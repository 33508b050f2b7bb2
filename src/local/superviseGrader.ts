import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface GraderCommand {
  /** The bundled grader, `dist/grader.js`. */
  script: string;
  env: NodeJS.ProcessEnv;
}

export interface GraderWatch {
  /** Each line that the grader wrote; JSON from its logger, else words of a program that could not start. */
  onLine(line: string): void;
  onExit(reason: string, restartInMs: number): void;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** A grader that lived so long is taken to be healthy: its next death begins with the short delay again. */
const healthyAfterMs = 60_000;
const stopWithinMs = 12_000;

/** Owns the grader process: starts it, starts it again when it dies, and sees it gone on `stop`. */
export class GraderSupervisor {
  private child: ChildProcess | undefined;
  private gone: Promise<void> = Promise.resolve();
  private delayMs = firstDelayMs;
  private restart: NodeJS.Timeout | undefined;
  private stopped = false;
  private renewing = false;

  constructor(
    private readonly command: GraderCommand,
    private readonly watch: GraderWatch,
  ) {
    this.start();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Asks it to finish or give back what it holds, and waits. `force` kills it now; its leases run out by themselves. */
  async stop(force = false): Promise<void> {
    this.stopped = true;
    clearTimeout(this.restart);
    this.child?.kill(force ? 'SIGKILL' : 'SIGTERM');
    const deadline = setTimeout(() => this.child?.kill('SIGKILL'), stopWithinMs);
    await this.gone;
    clearTimeout(deadline);
  }

  /** Has it finish or give back what it holds and start again at once, because there is something new that it only reads at its start. */
  renew(): void {
    if (this.stopped || this.restart) return;
    this.renewing = true;
    this.child?.kill('SIGTERM');
  }

  private start(): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [this.command.script], {
      // The open stdin is the sign of life that it watches: the system closes it however we end.
      env: { ...this.command.env, GRADER_STOPS_WITH_STDIN: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C at the terminal reaches us alone, and we stop the parts in order.
      detached: true,
    });
    this.child = child;
    child.stdin!.on('error', () => {}); // it died; `close` tells
    createInterface({ input: child.stdout! }).on('line', (line) => this.watch.onLine(line));
    createInterface({ input: child.stderr! }).on('line', (line) => this.watch.onLine(line));
    this.gone = new Promise((resolve) => {
      child.once('error', (error) => this.died(error.message, startedAt, resolve));
      child.once('close', (code, signal) => this.died(signal ? `signal ${signal}` : `exit code ${code}`, startedAt, resolve));
    });
  }

  private died(reason: string, startedAt: number, resolve: () => void): void {
    resolve();
    if (this.stopped || this.restart) return;
    if (this.renewing) {
      this.renewing = false;
      return this.start();
    }
    if (performance.now() - startedAt > healthyAfterMs) this.delayMs = firstDelayMs;
    this.watch.onExit(reason, this.delayMs);
    this.restart = setTimeout(() => {
      this.restart = undefined;
      this.start();
    }, this.delayMs);
    this.delayMs = Math.min(this.delayMs * 2, longestDelayMs);
  }
}
