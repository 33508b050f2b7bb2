import { desc, gt, sql } from 'drizzle-orm';
import type { Database } from '../createDatabase.ts';
import type { WorkerRow } from '../rows.ts';
import { workers } from '../schema/index.ts';

/** Grading machines heard of in the last `seenWithinSeconds` (default: ever), the latest first. */
export async function listWorkers(db: Database, input: { seenWithinSeconds?: number } = {}): Promise<WorkerRow[]> {
  const { seenWithinSeconds } = input;
  return db.run('listWorkers', ({ drizzle }) =>
    drizzle
      .select()
      .from(workers)
      .where(
        seenWithinSeconds === undefined
          ? undefined
          : gt(workers.lastSeenAt, sql`now() - make_interval(secs => ${seenWithinSeconds})`),
      )
      .orderBy(desc(workers.lastSeenAt), desc(workers.id)),
  );
}
