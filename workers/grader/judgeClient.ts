import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import type { GradeFrame, GraderFrame, JudgeFrame } from '../../src/protocol/judgeFrames.ts';
import type { JudgeEvidence, JudgeReport } from '../../src/protocol/judgeReport.ts';
import { encodeFrame, FrameReader } from './frames.ts';
import { type MalformedResult, readJudgeFrame } from './readJudgeFrame.ts';
import type { Logger } from '../../src/lib/logger.ts';

export type JudgeReady = Extract<JudgeFrame, { event: 'ready' }>;

export interface Graded {
  report: JudgeReport;
  evidence: JudgeEvidence;
}

/** We broke, not the candidate. `retryNow` is true where another try is likely to work at once. */
export class JudgeFault extends Error {
  constructor(
    readonly reason: string,
    readonly detail: string,
    readonly retryNow: boolean,
  ) {
    super(`${reason}: ${detail}`);
  }
}

export interface JudgeCommand {
  python: string;
  args: string[];
  env: Record<string, string>;
  readyWithinMs: number;
  /** Default: `answersWithinMs`. */
  answersWithinMs?: number;
}

/**
 * A judge gives up by itself on an answer that hangs: after the ten minutes that the longest question may take with its watched run, and
 * one. One that says nothing for so much longer is hung as a whole, and would keep its jobs and their leases for ever.
 */
const answersWithinMs = 15 * 60_000;

interface Pending {
  resolve(graded: Graded): void;
  reject(fault: JudgeFault): void;
  onProgress(done: number, total: number): void;
}

/** Owns one judge process: starts it, speaks frames with it, and turns its death into faults of the jobs it held. */
export class JudgeClient {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private dead = false;
  private readonly child: ChildProcess;
  /** Settles when the process is gone, however it went. */
  readonly gone: Promise<void>;

  private constructor(
    private readonly command: JudgeCommand,
    private readonly logger: Logger,
    private readonly onReady: (ready: JudgeReady) => void,
  ) {
    this.child = spawn(command.python, command.args, { env: command.env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.gone = new Promise((resolve) => this.child.once('close', () => resolve()));
    this.child.once('error', (error) => this.die('judge_not_started', error.message));
    this.child.once('close', (code, signal) => this.die('judge_died', `exit code ${code}, signal ${signal}`));
    this.child.stdin!.on('error', (error) => this.giveUp('judge_died', error.message));
    createInterface({ input: this.child.stderr! }).on('line', (line) => this.logger.info({ judge: line.slice(0, 2000) }, 'judge'));
    const reader = new FrameReader();
    this.child.stdout!.on('data', (chunk: Buffer) => {
      try {
        for (const message of reader.push(chunk)) this.receive(readJudgeFrame(message));
      } catch (error) {
        this.giveUp('judge_protocol', String(error));
      }
    });
  }

  /**
   * Resolves once the judge has probed its isolation and warmed the zygotes that it does not serve without. `onReady` hears
   * that, and again each time when a slower runtime has joined. `signal` ends one that is not ready yet.
   */
  static async start(command: JudgeCommand, logger: Logger, onReady: (judge: JudgeClient, ready: JudgeReady) => void, signal?: AbortSignal): Promise<JudgeClient> {
    let judge: JudgeClient;
    let timer: NodeJS.Timeout | undefined;
    const end = () => judge.kill();
    signal?.addEventListener('abort', end);
    await new Promise<void>((resolve, reject) => {
      judge = new JudgeClient(command, logger, (ready) => {
        onReady(judge, ready);
        resolve();
      });
      timer = setTimeout(() => {
        judge.kill();
        reject(new JudgeFault('judge_slow_start', `no ready frame within ${command.readyWithinMs} ms`, false));
      }, command.readyWithinMs);
      judge.gone.then(() => reject(new JudgeFault('judge_not_started', 'the judge ended before it was ready; its last log lines say why', false)), reject);
    }).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    });
    return judge!;
  }

  /** False from the first sign of its end: a job that is handed to it now would lose a try for nothing. */
  get alive(): boolean {
    return !this.dead && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** `lost` tells that nobody waits for this verdict any more: then the judge ends its cell and is free for another. */
  grade(job: GradingJob, onProgress: Pending['onProgress'], lost?: AbortSignal): Promise<Graded> {
    const id = this.nextId++;
    const drop = () => this.send({ id, op: 'drop' });
    const frame: GradeFrame = {
      id,
      op: 'grade',
      question_id: job.questionId,
      question_revision: job.questionRevision,
      runtime: job.runtime,
      device: job.device,
      device_missed: job.deviceMissed,
      mode: job.mode,
      files: job.files,
      seed: job.seed,
    };
    let late: NodeJS.Timeout | undefined;
    return new Promise<Graded>((resolve, reject) => {
      if (!this.alive) {
        reject(new JudgeFault('judge_died', 'the judge was gone when the job arrived', true));
        return;
      }
      this.pending.set(id, { resolve, reject, onProgress });
      this.send(frame);
      lost?.addEventListener('abort', drop, { once: true });
      const ms = this.command.answersWithinMs ?? answersWithinMs;
      late = setTimeout(() => this.giveUp('judge_silent', `no answer within ${ms} ms`), ms);
    }).finally(() => {
      clearTimeout(late);
      lost?.removeEventListener('abort', drop);
    });
  }

  /** Lets the judge finish nothing more: closes its stdin, and kills it if it is still there after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.child.stdin!.end();
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.gone;
    clearTimeout(timer);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private send(frame: GraderFrame): void {
    this.child.stdin!.write(encodeFrame(frame));
  }

  private receive(message: JudgeFrame | MalformedResult): void {
    if (message.event === 'ready') {
      this.onReady(message);
      return;
    }
    const waiting = this.pending.get(message.id);
    if (!waiting) return; // said by a judge that was given up already
    if (message.event === 'progress') {
      waiting.onProgress(message.done, message.total);
      return;
    }
    this.pending.delete(message.id);
    if (message.event === 'result') waiting.resolve({ report: message.report, evidence: message.evidence });
    else if (message.event === 'malformed') waiting.reject(new JudgeFault('report_broken', message.detail, false));
    else waiting.reject(new JudgeFault(message.reason, message.detail, retryNowReasons.has(message.reason)));
  }

  /** One that is of no use any more must also be gone: its keeper starts the next one only then. */
  private giveUp(reason: string, detail: string): void {
    this.die(reason, detail);
    this.kill();
  }

  private die(reason: string, detail: string): void {
    this.dead = true;
    for (const waiting of this.pending.values()) waiting.reject(new JudgeFault(reason, detail, true));
    this.pending.clear();
  }
}

/** Another try meets a fresh process: nothing to wait for. Any other fault waits, so that a sick host is not hammered. */
const retryNowReasons = new Set(['zygote_died', 'judge_died', 'cell_killed', 'cell_dead', 'shutting_down']);
