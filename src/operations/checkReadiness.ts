import type { Database } from '../../db/createDatabase.ts';
import { listWorkers } from '../../db/queries/listWorkers.ts';
import { ApiError } from '../errors/apiError.ts';
import { workerAliveSeconds } from './isolationReport.ts';

export interface ReadinessCheck {
  name: string;
  ok: boolean;
  detail: string;
}

/** What a load balancer needs to know. Throws `not_ready` when requests cannot be served; a missing worker delays answers but loses none. */
export async function checkReadiness(deps: { db: Database }): Promise<ReadinessCheck[]> {
  try {
    const workers = await listWorkers(deps.db, { seenWithinSeconds: workerAliveSeconds });
    return [
      { name: 'database', ok: true, detail: 'It answers, and its tables are there.' },
      { name: 'workers', ok: workers.length > 0, detail: workers.length > 0 ? `${workers.length} alive.` : 'None is alive: code answers wait in the queue.' },
    ];
  } catch (cause) {
    throw new ApiError('not_ready', { errors: [{ detail: 'The database does not answer, or is not migrated.' }], headers: { 'retry-after': '5' }, cause });
  }
}
