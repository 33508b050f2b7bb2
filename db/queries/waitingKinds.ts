import type { DeviceType } from '../../src/protocol/devices.ts';
import type { Database } from '../createDatabase.ts';

/** A kind of worker that at least one queued job waits for. */
export interface WaitingKind {
  /** With the backend behind a slash where only that will do. */
  runtime: string;
  /** Null where any device will do. */
  device: DeviceType | null;
}

/** Hops along the index from line to line, however long each is. */
export async function waitingKinds(db: Database): Promise<WaitingKind[]> {
  return db.run(
    'waitingKinds',
    ({ sql }) => sql<WaitingKind[]>`
      with recursive lines as (
        (select runtime, device, device_strict from wq.jobs where state = 'ready' order by runtime, device, device_strict limit 1)
        union all
        select next.* from lines l cross join lateral (
          select j.runtime, j.device, j.device_strict from wq.jobs j
          where j.state = 'ready' and (j.runtime, j.device, j.device_strict) > (l.runtime, l.device, l.device_strict)
          order by j.runtime, j.device, j.device_strict limit 1
        ) next
      )
      select distinct runtime, case when device_strict then device end as device from lines order by 1, 2`,
  );
}
