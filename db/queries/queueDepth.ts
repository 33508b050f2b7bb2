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
}

export async function queueDepth(db: Database): Promise<QueueDepth> {
  const [row] = await db.run(
    'queueDepth',
    ({ sql }) => sql<QueueDepth[]>`
      select count(*) filter (where state = 'ready' and run_at <= now())::int as ready,
             count(*) filter (where state = 'ready' and run_at > now())::int as delayed,
             count(*) filter (where state = 'leased')::int as leased,
             count(*) filter (where state = 'dead')::int as dead,
             coalesce(extract(epoch from now() - min(run_at) filter (where state = 'ready' and run_at <= now())), 0)::float8
               as "oldestReadySeconds"
      from wq.jobs
      where state in ('ready', 'leased', 'dead')`,
  );
  return { ...row! };
}
