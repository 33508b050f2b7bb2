import { count, isNotNull } from 'drizzle-orm';
import type { Verdict } from '../../src/protocol/verdicts.ts';
import type { Database } from '../createDatabase.ts';
import { submissions } from '../schema/index.ts';

/** How many submissions ended with each verdict, ever; a verdict that never was given is absent. */
export async function verdictCounts(db: Database): Promise<{ verdict: Verdict; count: number }[]> {
  const rows = await db.run('verdictCounts', ({ drizzle }) =>
    drizzle
      .select({ verdict: submissions.verdict, count: count() })
      .from(submissions)
      .where(isNotNull(submissions.verdict))
      .groupBy(submissions.verdict)
      .orderBy(submissions.verdict),
  );
  return rows.map((row) => ({ verdict: row.verdict!, count: row.count }));
}
