import type { Database } from '../createDatabase.ts';
import type { AuditContext } from '../rows.ts';

export type CancelOutcome = 'cancelled' | 'already_final' | 'not_found';

/** Cancels a queued or running submission and its job; whatever a worker reports about it afterwards changes nothing. */
export async function cancelSubmission(
  db: Database,
  input: { tenantId: string; id: string } & AuditContext,
): Promise<CancelOutcome> {
  const [row] = await db.run(
    'cancelSubmission',
    ({ sql }) =>
      sql<{ outcome: CancelOutcome }[]>`
        select wq.cancel(${input.tenantId}, ${input.id}, ${input.actor}, ${input.requestId}::text) as outcome`,
  );
  return row!.outcome;
}
