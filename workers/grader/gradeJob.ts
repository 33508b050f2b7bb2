import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import type { ProgressThrottle } from './progressThrottle.ts';
import type { Graded, JudgeClient } from './judgeClient.ts';

export interface GradeJobDeps {
  judge: Pick<JudgeClient, 'grade'>;
  progress: ProgressThrottle;
}

/** One answer, judged. Everything that could be lied to happens behind `judge`, in another process. */
export function gradeJob(deps: GradeJobDeps, job: GradingJob, lost: AbortSignal): Promise<Graded> {
  return deps.judge.grade(job, (done, total) => deps.progress.report(job, done, total), lost);
}
