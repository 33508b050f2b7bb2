import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/lib/logger.ts';
import type { GradingJob } from '../../src/protocol/gradingJob.ts';
import { sleep, until } from '../../tests/support/sleep.ts';
import { encodeFrame } from './frames.ts';
import { JudgeClient, type JudgeCommand, JudgeFault } from './judgeClient.ts';
import { JudgeKeeper } from './judgeKeeper.ts';

const ready = { event: 'ready', isolation: { checked_at: '2026-01-01T00:00:00Z', serves: true, layers: [], selftest: [], kernel: 'test' }, runtimes: [{ name: 'numpy', version: '2', devices: ['cpu'] }], devices: [], slots: 1 };
const job = { jobId: '1', submissionId: 'sub_1', questionId: 'q', files: [] } as unknown as GradingJob;

/** A process that says what a judge says at its start, then what `afterwards` does. */
function judgeThat(afterwards: string, readyWithinMs: number): JudgeCommand {
  const frame = encodeFrame(ready as never).toString('base64');
  return { python: process.execPath, args: ['-e', `process.stdout.write(Buffer.from('${frame}', 'base64')); ${afterwards}`], env: {}, readyWithinMs };
}

const staysForGood = 'setInterval(() => {}, 1000);';
const endsAtItsFirstJob = "process.stdin.once('data', () => process.kill(process.pid, 'SIGKILL'));";

describe('JudgeClient', () => {
  const started: { stop(graceMs: number): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((one) => one.stop(0)));
  });

  it('lets a judge that was ready in time live for longer than that', async () => {
    const judge = await JudgeClient.start(judgeThat(staysForGood, 1000), silentLogger, () => {});
    started.push(judge);
    await sleep(1500);
    expect(judge.alive).toBe(true);
  });

  it('ends one that is not ready in time', async () => {
    const never: JudgeCommand = { ...judgeThat('', 300), args: ['-e', staysForGood] };
    await expect(JudgeClient.start(never, silentLogger, () => {})).rejects.toMatchObject({ reason: 'judge_slow_start' });
  });

  it('is dead from the moment that a job was lost with it, so that nobody hands it another', async () => {
    const judge = await JudgeClient.start(judgeThat(endsAtItsFirstJob, 5000), silentLogger, () => {});
    started.push(judge);
    const fault = await judge.grade(job, () => {}).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(JudgeFault);
    expect(fault).toMatchObject({ reason: 'judge_died', retryNow: true });
    expect(judge.alive).toBe(false);
  });

  it('is ended where it neither answers nor dies, and so gives its jobs back', async () => {
    const judge = await JudgeClient.start({ ...judgeThat(staysForGood, 5000), answersWithinMs: 200 }, silentLogger, () => {});
    const fault = judge.grade(job, () => {}).catch((error: unknown) => error);
    await judge.gone;
    expect(await fault).toMatchObject({ reason: 'judge_silent', retryNow: true });
  });

  it('takes a report that is none for a fault of its own, and goes on', async () => {
    const says = (...frames: object[]) => frames.map((frame) => `process.stdout.write(Buffer.from('${encodeFrame(frame).toString('base64')}', 'base64'));`).join('');
    const result = { event: 'result', report: { verdict: 'accepted', score: 100 }, evidence: { seed: '00' } };
    const answers = `process.stdin.once('data', () => { ${says({ ...result, id: 1 }, { event: 'fault', id: 2, reason: 'zygote_died', detail: '' })} }); ${staysForGood}`;
    const judge = await JudgeClient.start(judgeThat(answers, 5000), silentLogger, () => {});
    started.push(judge);
    const faults = await Promise.all([job, job].map((one) => judge.grade(one, () => {}).catch((error: unknown) => error)));
    expect(faults).toMatchObject([{ reason: 'report_broken', retryNow: false }, { reason: 'zygote_died', retryNow: true }]);
    expect(judge.alive).toBe(true);
  });

  it('is ended when it says what no judge may say', async () => {
    const nonsense = encodeFrame({ event: 'progress', id: 1, done: 'all', total: 1 }).toString('base64');
    const judge = await JudgeClient.start(judgeThat(`process.stdin.once('data', () => process.stdout.write(Buffer.from('${nonsense}', 'base64'))); ${staysForGood}`, 5000), silentLogger, () => {});
    const fault = judge.grade(job, () => {}).catch((error: unknown) => error);
    await judge.gone;
    expect(await fault).toMatchObject({ reason: 'judge_protocol', retryNow: true });
  });

  it('hears that nobody waits for a verdict any more', async () => {
    const repeats = "let n = 0; process.stdin.on('data', (chunk) => { n++; if (n === 2) process.stderr.write(chunk.subarray(4) + '\\n'); });";
    const heard: object[] = [];
    const judge = await JudgeClient.start(judgeThat(repeats, 5000), { ...silentLogger, info: (fields) => void heard.push(fields) }, () => {});
    started.push(judge);
    const lost = new AbortController();
    const fault = judge.grade(job, () => {}, lost.signal).catch(() => {});
    await sleep(100);
    lost.abort();
    await until('the word', async () => heard[0]);
    expect(heard).toEqual([{ judge: '{"id":1,"op":"drop"}' }]);
    judge.kill();
    await fault;
  });

  it('is ended where it takes no more jobs', async () => {
    const deaf = `require('fs').closeSync(0); ${staysForGood}`;
    const judge = await JudgeClient.start(judgeThat(deaf, 5000), silentLogger, () => {});
    await sleep(200);
    const fault = judge.grade(job, () => {}).catch((error: unknown) => error);
    await judge.gone;
    expect(await fault).toMatchObject({ reason: 'judge_died', retryNow: true });
  });

  it('is offered to nobody by its keeper once it is dead, and the next one is', async () => {
    const keeper = new JudgeKeeper(judgeThat(endsAtItsFirstJob, 5000), silentLogger, () => {});
    started.push(keeper);
    const first = await until('a judge', async () => keeper.current());
    await first.client.grade(job, () => {}).catch(() => {});
    expect(keeper.current()).toBeUndefined();
    const second = await until('another judge', async () => keeper.current());
    expect(second.client).not.toBe(first.client);
  });
});
