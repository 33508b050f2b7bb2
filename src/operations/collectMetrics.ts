import type { Database } from '../../db/createDatabase.ts';
import { borderlineCounts } from '../../db/queries/borderlineCounts.ts';
import { listWorkers } from '../../db/queries/listWorkers.ts';
import { queueDepth } from '../../db/queries/queueDepth.ts';
import { verdictCounts } from '../../db/queries/verdictCounts.ts';
import { workerAliveSeconds } from './isolationReport.ts';
import { lines, type Metrics } from './metrics.ts';

/** This process's own figures and those of the queue. Without the database the first ones still come: they are needed most then. */
export async function collectMetrics(deps: { db: Database; metrics: Metrics }): Promise<string> {
  return deps.metrics.render() + (await queueFigures(deps.db));
}

async function queueFigures(db: Database): Promise<string> {
  try {
    const [queue, verdicts, borderline, workers] = await Promise.all([queueDepth(db), verdictCounts(db), borderlineCounts(db), listWorkers(db, { seenWithinSeconds: workerAliveSeconds })]);
    return lines(
      '# HELP gradecheck_database_up Whether the database answered.',
      '# TYPE gradecheck_database_up gauge',
      'gradecheck_database_up 1',
      '# HELP gradecheck_queue_jobs Jobs by state; delayed ones wait out a pause after a fault, dead ones were given up.',
      '# TYPE gradecheck_queue_jobs gauge',
      `gradecheck_queue_jobs{state="ready"} ${queue.ready}`,
      `gradecheck_queue_jobs{state="delayed"} ${queue.delayed}`,
      `gradecheck_queue_jobs{state="leased"} ${queue.leased}`,
      `gradecheck_queue_jobs{state="dead"} ${queue.dead}`,
      '# HELP gradecheck_queue_ready_jobs Takeable jobs by runtime; where a figure only grows, no worker offers that runtime.',
      '# TYPE gradecheck_queue_ready_jobs gauge',
      ...Object.entries(queue.readyByRuntime).map(([runtime, ready]) => `gradecheck_queue_ready_jobs{runtime="${runtime}"} ${ready}`),
      '# HELP gradecheck_queue_oldest_ready_seconds How long the oldest takeable job has been waiting.',
      '# TYPE gradecheck_queue_oldest_ready_seconds gauge',
      `gradecheck_queue_oldest_ready_seconds ${queue.oldestReadySeconds}`,
      '# HELP gradecheck_verdicts_total Submissions by verdict.',
      '# TYPE gradecheck_verdicts_total counter',
      ...verdicts.map(({ verdict, count }) => `gradecheck_verdicts_total{verdict="${verdict}"} ${count}`),
      '# HELP gradecheck_borderline_cases_total Cases that came out near their bound and ran once more, by question and by what the second run said.',
      '# TYPE gradecheck_borderline_cases_total counter',
      ...borderline.flatMap(({ questionId, agreed, differed }) => [
        `gradecheck_borderline_cases_total{question="${questionId}",second_run="agreed"} ${agreed}`,
        `gradecheck_borderline_cases_total{question="${questionId}",second_run="differed"} ${differed}`,
      ]),
      '# HELP gradecheck_workers Grading machines that are alive.',
      '# TYPE gradecheck_workers gauge',
      `gradecheck_workers ${workers.length}`,
    );
  } catch {
    return lines('# HELP gradecheck_database_up Whether the database answered.', '# TYPE gradecheck_database_up gauge', 'gradecheck_database_up 0');
  }
}
