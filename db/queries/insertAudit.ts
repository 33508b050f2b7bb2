import type { Database } from '../createDatabase.ts';
import type { AuditContext } from '../rows.ts';
import { auditLog } from '../schema/index.ts';

export interface AuditEntry extends AuditContext {
  tenantId: string | null;
  /** What happened, as `noun.verb` in the past: `api_key.created`. */
  action: string;
  /** The id of what it happened to. */
  subject: string;
  data?: Record<string, unknown>;
}

export async function insertAudit(db: Database, entry: AuditEntry): Promise<void> {
  await db.run('insertAudit', ({ drizzle }) => drizzle.insert(auditLog).values(entry));
}
