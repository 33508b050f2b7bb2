import { sql } from 'drizzle-orm';
import { check, index, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ApiKeyScope } from '../rows.ts';
import { bytea, instant } from './columns.ts';
import { gradecheck } from './namespaces.ts';

export const tenants = gradecheck.table(
  'tenants',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('tenants_name_key').on(t.name)],
);

export const apiKeys = gradecheck.table(
  'api_keys',
  {
    id: text('id').primaryKey(),
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    name: text('name').notNull(),
    hint: text('hint').notNull(),
    // Keys are 200 random bits, so a plain SHA-256 is enough: there is no dictionary to try against a stolen table.
    secretHash: bytea('secret_hash').notNull(),
    scopes: text('scopes').array().notNull().$type<ApiKeyScope[]>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    uniqueIndex('api_keys_secret_hash_key').on(t.secretHash),
    index('api_keys_tenant_idx').on(t.tenantId, t.createdAt),
    check('api_keys_secret_hash_is_sha256', sql`octet_length(${t.secretHash}) = 32`),
    check('api_keys_scopes_known', sql`${t.scopes} <@ array['read', 'submit', 'admin']`),
  ],
);
