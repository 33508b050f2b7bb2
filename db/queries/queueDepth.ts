import type { Database } from '../createDatabase.ts';

export interface QueueDepth {
  /** Jobs a worker could take now. */
  ready: number;
  /** Jobs that wait out a pause after a fault of ours. */
  delayed: number;
  leased: number;
  /** Jobs given up, ever. */
  dead: number;
  /** How long the oldest takeable job has been waiting; 0 when there is none. */
  oldestReadySeconds: number;
  /** `ready` by runtime; a runtime without such jobs is absent. One that only grows is one that no worker offers; `tfjs/native` counts answers that only this backend may grade. */
  readyByRuntime: Record<string, number>;
}

export async function queueDepth(db: Database): Promise<QueueDepth> {
  const [row] = await db.run(
    'queueDepth',
    ({ sql }) => sql<QueueDepth[]>`
      with by_runtime as (
        select runtime,
               count(*) filter (where state = 'ready' and run_at <= now()) as ready,
               count(*) filter (where state = 'ready' and run_at > now()) as delayed,
               count(*) filter (where state = 'leased') as leased,
               count(*) filter (where state = 'dead') as dead,
               min(run_at) filter (where state = 'ready' and run_at <= now()) as oldest
        from wq.jobs
        where state in ('ready', 'leased', 'dead')
        group by runtime
      )
      select coalesce(sum(ready), 0)::int as ready,
             coalesce(sum(delayed), 0)::int as delayed,
             coalesce(sum(leased), 0)::int as leased,
             coalesce(sum(dead), 0)::int as dead,
             coalesce(jsonb_object_agg(runtime, ready) filter (where ready > 0), '{}') as "readyByRuntime",
             coalesce(extract(epoch from now() - min(oldest)), 0)::float8 as "oldestReadySeconds"
      from by_runtime`,
  );
  return { ...row! };
}
