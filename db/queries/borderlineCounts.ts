import { sql } from 'drizzle-orm';
import type { Database } from '../createDatabase.ts';
import { borderlineCounts as counts } from '../schema/index.ts';

export interface BorderlineCount {
  questionId: string;
  agreed: number;
  differed: number;
}

/** By question: cases that ran twice because they came out near their bound, and whether the second run agreed. Questions without one are absent. */
export async function borderlineCounts(db: Database): Promise<BorderlineCount[]> {
  return db.run('borderlineCounts', ({ drizzle }) =>
    drizzle
      .select({
        questionId: counts.questionId,
        agreed: sql<number>`sum(${counts.agreed})`.mapWith(Number),
        differed: sql<number>`sum(${counts.differed})`.mapWith(Number),
      })
      .from(counts)
      .groupBy(counts.questionId)
      .orderBy(counts.questionId),
  );
}
