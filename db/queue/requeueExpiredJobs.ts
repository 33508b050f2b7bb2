import type { Database } from '../createDatabase.ts';

/** Takes back jobs whose lease ran out, because their worker died, and says how many. Every claim does it too. */
export async function requeueExpiredJobs(db: Database): Promise<number> {
  const [row] = await db.run(
    'requeueExpiredJobs',
    ({ sql }) => sql<{ requeued: number }[]>`select wq.requeue_expired() as requeued`,
  );
  return row!.requeued;
}
