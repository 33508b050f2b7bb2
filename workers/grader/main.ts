/** The grader process: claims jobs, has them judged, records verdicts. Ends on SIGTERM, SIGINT, or when its stdin closes. */
import { createDatabase } from '../../db/createDatabase.ts';
import { reportWorker } from '../../db/queue/reportWorker.ts';
import { newId } from '../../src/lib/ids.ts';
import { createLogger, type Logger } from '../../src/lib/logger.ts';
import { readSuiteSummary } from '../../src/local/suite/readSuiteSummary.ts';
import { type GraderConfig, readGraderConfig } from './config.ts';
import type { JudgeCommand, JudgeReady } from './judgeClient.ts';
import { JudgeKeeper } from './judgeKeeper.ts';
import { postgresJobQueue } from './postgresJobQueue.ts';
import { runLoop } from './loop.ts';
import { Wakeup } from './wakeup.ts';

const heartbeatMs = 5000;
/** A shutdown waits this long for answers in hand; what is not done by then goes back to the queue. */
const drainMs = 5000;

async function main(): Promise<void> {
  const config = readGraderConfig(process.env);
  const logger = createLogger({ name: 'grader' });
  const worker = newId('wrk');
  const db = createDatabase({ url: config.databaseUrl, poolMax: config.slots + 2, applicationName: 'gradecheck grader', deadlineMs: 5000 });
  const queue = postgresJobQueue(db, { worker, leaseSeconds: config.leaseSeconds });
  const stopping = stopSignal();
  const wakeup = new Wakeup();

  let ready: JudgeReady | undefined;
  const report = () => reportReady(db, config, worker, ready, logger);
  const keeper = new JudgeKeeper(judgeCommand(config), logger, (now) => {
    ready = now;
    logger.info({ worker, slots: config.slots, runtimes: now.runtimes, devices: now.devices, serves: now.isolation.serves }, 'judge ready');
    void report();
    wakeup.wake();
  });
  const beats = setInterval(() => void report(), heartbeatMs);

  const loop = runLoop(
    { queue, judge: keeper.current, slots: config.slots, leaseSeconds: config.leaseSeconds, pollMs: config.pollMs, logger, now: () => performance.now() },
    wakeup,
    stopping,
  );
  stopping.addEventListener('abort', () => setTimeout(() => void keeper.stop(1000), drainMs).unref());
  await loop;
  clearInterval(beats);
  await keeper.stop(2000);
  await db.close();
  logger.info({ worker }, 'grader stopped');
}

/** A heartbeat that carries what the judge proved about this machine. Silence makes the worker count as gone. */
async function reportReady(db: ReturnType<typeof createDatabase>, config: GraderConfig, id: string, ready: JudgeReady | undefined, logger: Logger): Promise<void> {
  if (!ready) return;
  try {
    await reportWorker(db, { id, name: config.workerName, isolation: withSuite(ready.isolation, config.home), runtimes: ready.runtimes, devices: ready.devices, slots: config.slots });
  } catch (error) {
    logger.warn({ error: String(error) }, 'heartbeat not written');
  }
}

/** With what the last run of all attacks on this machine found; read anew each time, for it may run while we serve. */
function withSuite(isolation: JudgeReady['isolation'], home: string): JudgeReady['isolation'] {
  const suite = readSuiteSummary(home);
  return suite ? { ...isolation, suite } : isolation;
}

/** The judge gets an environment built from nothing: no database password, no key, no path of the user can reach a cell through it. */
function judgeCommand(config: GraderConfig): JudgeCommand {
  return {
    python: config.python,
    args: ['-I', config.judgeMain, '--questions', config.questionsDir, '--build', config.buildDir, '--slots', String(config.slots)],
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    readyWithinMs: config.judgeReadyWithinMs,
  };
}

/** A closed stdin means that the parent is gone: without it we would go on as an orphan, holding leases. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.GRADER_STOPS_WITH_STDIN === '1') {
    process.stdin.on('end', stop).on('error', stop).resume();
  }
  return controller.signal;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
