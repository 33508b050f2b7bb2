import type { Database } from '../../db/createDatabase.ts';
import { listWorkers } from '../../db/queries/listWorkers.ts';
import { waitingKinds } from '../../db/queries/waitingKinds.ts';
import { ApiError } from '../errors/apiError.ts';
import type { QuestionCatalogue } from '../questions/questionCatalogue.ts';
import { workerAliveSeconds } from './isolationReport.ts';
import { unofferedKinds } from './unofferedKinds.ts';

export interface ReadinessCheck {
  name: string;
  ok: boolean;
  detail: string;
}

/** What a load balancer needs to know. Throws `not_ready` when requests cannot be served; a missing worker delays answers but loses none. */
export async function checkReadiness({ db, catalogue }: { db: Database; catalogue: QuestionCatalogue }): Promise<ReadinessCheck[]> {
  try {
    const [workers, waiting] = await Promise.all([listWorkers(db, { seenWithinSeconds: workerAliveSeconds }), waitingKinds(db)]);
    const missing = unofferedKinds(catalogue, waiting, workers);
    return [
      { name: 'database', ok: true, detail: 'It answers, and its tables are there.' },
      { name: 'workers', ok: workers.length > 0, detail: workers.length > 0 ? `${workers.length} alive.` : 'None is alive: code answers wait in the queue.' },
      { name: 'runtimes', ok: missing.length === 0, detail: missing.length === 0 ? 'Workers offer every runtime, backend and device that questions need.' : `No live worker offers ${missing.join(', ')}: such answers wait in the queue.` },
    ];
  } catch (cause) {
    throw new ApiError('not_ready', { errors: [{ detail: 'The database does not answer, or is not migrated.' }], headers: { 'retry-after': '5' }, cause });
  }
}
