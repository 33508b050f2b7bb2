import { and, eq } from 'drizzle-orm';
import type { Database } from '../createDatabase.ts';
import type { EvidenceRow } from '../rows.ts';
import { submissions } from '../schema/index.ts';

/** What the judge kept of a submission for a regrade or an appeal. It holds the secret seed: never send it to a client. */
export async function findEvidence(db: Database, input: { tenantId: string; id: string }): Promise<EvidenceRow | null> {
  const [row] = await db.run('findEvidence', ({ drizzle }) =>
    drizzle
      .select({ submissionId: submissions.id, evidence: submissions.evidence })
      .from(submissions)
      .where(and(eq(submissions.id, input.id), eq(submissions.tenantId, input.tenantId))),
  );
  return row ?? null;
}
