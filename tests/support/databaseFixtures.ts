import { newId } from '../../src/lib/ids.ts';
import type { JudgeEvidence, JudgeReport } from '../../src/protocol/judgeReport.ts';
import type { Offer } from '../../src/protocol/devices.ts';
import type { Verdict } from '../../src/protocol/verdicts.ts';
import type { Database } from '../../db/createDatabase.ts';
import {
  acceptSubmission,
  type AcceptSubmissionInput,
  type AcceptSubmissionResult,
} from '../../db/queries/acceptSubmission.ts';
import { ensureTenant } from '../../db/queries/ensureTenant.ts';
import type { SubmissionRow } from '../../db/rows.ts';
import type { WorkerDescription } from '../../db/queue/reportWorker.ts';

/** A tenant nobody else in this database has. */
export async function makeTenant(db: Database): Promise<string> {
  const tenant = await ensureTenant(db, { name: `Tenant ${newId('t')}` });
  return tenant.id;
}

/** A code answer as the API would store it, with what matters to the test changed. */
export function codeSubmission(
  tenantId: string,
  changes: Partial<AcceptSubmissionInput> = {},
): AcceptSubmissionInput {
  return {
    id: newId('sub'),
    tenantId,
    questionId: 'channel-shuffle',
    questionRevision: 'sha256:0',
    kind: 'code',
    runtime: 'pytorch',
    mode: 'grade',
    answer: {
      kind: 'code',
      runtime: 'pytorch',
      files: [{ path: 'solution.py', content: 'def channel_shuffle(x, groups): return x\n' }],
    },
    metadata: { from: 'a test' },
    requestId: 'req_test',
    actor: 'key_test',
    ...changes,
  };
}

/** Stores it and insists that it is new. */
export async function submit(
  db: Database,
  tenantId: string,
  changes: Partial<AcceptSubmissionInput> = {},
): Promise<SubmissionRow> {
  const result: AcceptSubmissionResult = await acceptSubmission(db, codeSubmission(tenantId, changes));
  if (result.outcome !== 'created') throw new Error(`Expected a new submission, it was ${result.outcome}.`);
  return result.submission;
}

export function judgeReport(verdict: Verdict = 'accepted', score = 100): JudgeReport {
  return {
    verdict,
    score,
    max_score: 100,
    concepts: [],
    cases: [],
    runtime: { name: 'pytorch', version: '2.13.0' },
    device: { type: 'cpu', name: 'test' },
    timings_ms: { prepare: 1, start: 1, run: 1, compare: 1 },
  };
}

export const judgeEvidence: JudgeEvidence = { seed: '00ff' };

export const workerDescription: WorkerDescription = {
  id: 'wrk_test',
  name: 'test worker',
  isolation: { checked_at: '2026-01-01T00:00:00Z', serves: true, layers: [], selftest: [], kernel: 'test' },
  runtimes: [{ name: 'pytorch', version: '2.13.0', devices: ['cpu'] }],
  devices: [{ type: 'cpu', name: 'test' }],
  slots: 2,
};

/** What a worker without a card offers. */
export const onCpu = (...runtimes: string[]): Offer[] => runtimes.map((runtime) => ({ runtime, device: 'cpu' }));
