import type { Database } from '../../db/createDatabase.ts';
import { listWorkers } from '../../db/queries/listWorkers.ts';
import { viewDevice } from '../submissions/viewSubmission.ts';
import type { components } from '../generated/api.d.ts';

/** Workers report every few seconds; one that was silent for so long is gone. */
export const workerAliveSeconds = 60;

/** The latest report of each grading machine that is alive. */
export async function isolationReport(deps: { db: Database }): Promise<components['schemas']['WorkerIsolation'][]> {
  const workers = await listWorkers(deps.db, { seenWithinSeconds: workerAliveSeconds });
  return workers.map((worker) => ({
    worker: worker.name,
    last_seen_at: worker.lastSeenAt.toISOString(),
    slots: worker.slots,
    device: viewDevice(worker.devices[0] ?? { type: 'none', name: 'none' }),
    devices: worker.devices.map(viewDevice),
    runtimes: worker.runtimes.map(({ name, version, devices, backend }) => ({ name, version, devices, backend: backend ?? null })),
    isolation: worker.isolation,
  }));
}
