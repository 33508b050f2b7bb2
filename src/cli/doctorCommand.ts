import { type Check, doctor } from '../local/doctor.ts';
import { localPaths } from '../local/paths.ts';
import type { WorkerIsolation } from './apiClient.ts';
import { readIsolation } from './readIsolation.ts';
import { type Paint, paintFor, printable, renderTable, widthOf } from './output.ts';

/** `gradecheck doctor`: the whole check in one table. Exit code 1 when anything needed for grading code is missing. */
export async function doctorCommand(options: { json?: boolean }): Promise<number> {
  const paths = localPaths();
  const checks = await doctor({ paths, env: process.env });
  const isolation = await readIsolation(paths);
  const healthy = checks.every((check) => check.state !== 'missing') && isolation.every((worker) => worker.isolation?.serves !== false);
  if (options.json) {
    console.log(JSON.stringify({ ok: healthy, checks, workers: isolation }, null, 2));
  } else {
    printChecks(checks, paintFor(process.stdout), widthOf(process.stdout));
    printWorkers(isolation, paintFor(process.stdout), widthOf(process.stdout));
    console.log(healthy ? 'Everything needed is there.' : 'Something needed is missing; see above.');
  }
  return healthy ? 0 : 1;
}

function printChecks(checks: Check[], paint: Paint, width: number): void {
  const state = { ok: paint.good('ok'), limited: paint.warn('limited'), missing: paint.bad('missing') };
  console.log(
    renderTable(
      [{ head: 'check' }, { head: 'state' }, { head: 'found', grows: true }],
      checks.map((check) => [check.name, state[check.state], printable(check.found)]),
      width,
    ),
  );
  for (const check of checks.filter((one) => one.state !== 'ok')) {
    console.log(`\n${paint.bold(check.name)}: ${printable(check.found)}`);
    if (check.follows) console.log(`  What follows: ${check.follows}`);
    if (check.cure) console.log(`  How to get it: ${check.cure}`);
    if (check.stillWorks) console.log(`  Still works: ${check.stillWorks}`);
  }
  console.log('');
}

function printWorkers(workers: Awaited<ReturnType<typeof readIsolation>>, paint: Paint, width: number): void {
  if (workers.length === 0) {
    console.log('No grader is running here, so no judge has proved its walls yet; it does at each start (GET /v1/isolation).\n');
    return;
  }
  for (const worker of workers) {
    if (!worker.isolation) continue;
    const held = worker.isolation.selftest.filter((attack) => attack.held).length;
    console.log(`Grader ${printable(worker.name)}: ${worker.isolation.serves ? paint.good('serves') : paint.bad('refuses to serve')}; ${held} of ${worker.isolation.selftest.length} attacks on its own cell were stopped.`);
    console.log(lastSuiteRun(worker.isolation.suite));
    console.log(
      renderTable(
        [{ head: 'layer' }, { head: 'holds' }, { head: 'how it was proved', grows: true }],
        worker.isolation.layers.map((layer) => [layer.name, layer.holds ? paint.good('yes') : layer.required ? paint.bad('no') : paint.warn('no'), printable(layer.detail)]),
        width,
      ),
    );
    console.log('');
  }
}

function lastSuiteRun(suite: NonNullable<WorkerIsolation['isolation']>['suite']): string {
  if (!suite) return 'All attacks of the hostile suite were never run here; npx gradecheck selftest runs them.';
  if (suite.signature !== 'valid') return `The report of the last hostile suite is not to be believed (${suite.signature}); run it anew: npx gradecheck selftest`;
  return `Hostile suite of ${printable(suite.finished_at)}: ${suite.held} of ${suite.total} attacks held in ${suite.runtimes.map((runtime) => printable(runtime.name)).join(', ')}.`;
}
