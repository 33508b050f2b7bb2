import type { GradingJob } from '../../src/protocol/gradingJob.ts';

/**
 * Progress costs a database write, and a fast answer needs none: the first one is written only when grading has
 * already taken `everyMs`, and no two come closer together than that. Losing one is harmless, the verdict follows.
 */
export class ProgressThrottle {
  private readonly lastAt = new Map<string, number>();

  constructor(
    private readonly write: (job: GradingJob, done: number, total: number) => Promise<void>,
    private readonly now: () => number,
    private readonly everyMs = 250,
  ) {}

  start(job: GradingJob): void {
    this.lastAt.set(job.jobId, this.now());
  }

  report(job: GradingJob, done: number, total: number): void {
    const last = this.lastAt.get(job.jobId);
    if (last === undefined || this.now() - last < this.everyMs || done >= total) return;
    this.lastAt.set(job.jobId, this.now());
    this.write(job, done, total).catch(() => undefined);
  }

  end(job: GradingJob): void {
    this.lastAt.delete(job.jobId);
  }
}
