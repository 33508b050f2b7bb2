import type { Device, OfferedRuntime } from '../../src/protocol/devices.ts';
import type { IsolationReport } from '../../src/protocol/isolationReport.ts';
import type { Database } from '../createDatabase.ts';

export interface WorkerDescription {
  id: string;
  name: string;
  isolation: IsolationReport;
  runtimes: OfferedRuntime[];
  /** The processor first. */
  devices: Device[];
  /** How many answers it grades at once. */
  slots: number;
}

/** Makes a worker known, and says that it is still there: call it at the start and every few seconds. */
export async function reportWorker(db: Database, worker: WorkerDescription): Promise<void> {
  await db.run(
    'reportWorker',
    ({ sql }) => sql`
      select wq.report_worker(${worker.id}, ${worker.name}, ${JSON.stringify(worker.isolation)}::jsonb,
        ${JSON.stringify(worker.runtimes)}::jsonb, ${JSON.stringify(worker.devices)}::jsonb, ${worker.slots}::int)`,
  );
}
