import type { Database } from '../createDatabase.ts';
import type { ApiKeyRow, ApiKeyScope, AuditContext } from '../rows.ts';

export interface InsertApiKeyInput extends AuditContext {
  id: string;
  tenantId: string;
  name: string;
  /** The last four characters of the key's text. */
  hint: string;
  /** SHA-256 of the key's text, 32 bytes. */
  secretHash: Uint8Array;
  scopes: ApiKeyScope[];
}

/** Stores a key and its audit row in one statement: a key that nobody can trace must not exist. */
export async function insertApiKey(db: Database, input: InsertApiKeyInput): Promise<ApiKeyRow> {
  const { id, tenantId, name, hint, scopes } = input;
  const [row] = await db.run(
    'insertApiKey',
    ({ sql }) => sql<{ created_at: string }[]>`
      with stored as (
        insert into gradecheck.api_keys (id, tenant_id, name, hint, secret_hash, scopes)
        values (${id}, ${tenantId}, ${name}, ${hint}, ${Buffer.from(input.secretHash)}::bytea,
          array(select jsonb_array_elements_text(${JSON.stringify(scopes)}::jsonb)))
        returning *
      ), audited as (
        insert into gradecheck.audit_log (tenant_id, actor, action, subject, request_id, data)
        select tenant_id, ${input.actor}, 'api_key.created', id, ${input.requestId}::text,
          jsonb_build_object('name', name, 'scopes', scopes)
        from stored
      )
      select created_at from stored`,
  );
  return { id, tenantId, name, hint, scopes, createdAt: new Date(row!.created_at), lastUsedAt: null, revokedAt: null };
}
