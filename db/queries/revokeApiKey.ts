import type { Database } from '../createDatabase.ts';
import type { AuditContext } from '../rows.ts';

/**
 * True when this call revoked the key; false when there is none of that id or it was revoked before. The audit row is
 * written by the same statement: a revocation is never without its trace, nor a trace without its revocation.
 */
export async function revokeApiKey(db: Database, input: AuditContext & { tenantId: string; id: string }): Promise<boolean> {
  const rows = await db.run(
    'revokeApiKey',
    ({ sql }) => sql`
      with revoked as (
        update gradecheck.api_keys set revoked_at = now()
        where id = ${input.id} and tenant_id = ${input.tenantId} and revoked_at is null
        returning id, tenant_id
      ), audited as (
        insert into gradecheck.audit_log (tenant_id, actor, action, subject, request_id)
        select tenant_id, ${input.actor}, 'api_key.revoked', id, ${input.requestId}::text from revoked
      )
      select id from revoked`,
  );
  return rows.length > 0;
}
