import { sql } from 'drizzle-orm';
import type { Verdict } from '../../src/protocol/verdicts.ts';
import type { Database } from '../createDatabase.ts';
import { verdictCounts as counts } from '../schema/index.ts';

/** How many submissions ended with each verdict, ever; a verdict that never was given is absent. Reads a few rows, however many there are. */
export async function verdictCounts(db: Database): Promise<{ verdict: Verdict; count: number }[]> {
  return db.run('verdictCounts', ({ drizzle }) =>
    drizzle
      .select({ verdict: counts.verdict, count: sql<number>`sum(${counts.count})`.mapWith(Number) })
      .from(counts)
      .groupBy(counts.verdict)
      .orderBy(counts.verdict),
  );
}
