import type { DeviceType } from '../../src/protocol/devices.ts';
import type { Database } from '../createDatabase.ts';
import type { AuditContext } from '../rows.ts';

/** `present`: it was asked for before, and is under way or done. `same_device`: the first verdict comes from there. */
export type RegradeOutcome = 'queued' | 'present' | 'same_device' | 'not_graded' | 'not_found';

/** Has a graded answer graded once more on another device, from the same hidden cases. Any number of times is once. */
export async function regradeSubmission(
  db: Database,
  input: { tenantId: string; id: string; device: DeviceType } & AuditContext,
): Promise<RegradeOutcome> {
  const [row] = await db.run(
    'regradeSubmission',
    ({ sql }) =>
      sql<{ outcome: RegradeOutcome }[]>`
        select wq.regrade(${input.tenantId}, ${input.id}, ${input.device}, ${input.actor}, ${input.requestId}::text) as outcome`,
  );
  return row!.outcome;
}
