import { bigint, index, integer, jsonb, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import type { Device, OfferedRuntime } from '../../src/protocol/devices.ts';
import type { IsolationReport } from '../../src/protocol/isolationReport.ts';
import type { Verdict } from '../../src/protocol/verdicts.ts';
import { bytea, instant } from './columns.ts';
import { gradecheck } from './namespaces.ts';
import { tenants } from './tenants.ts';

export const idempotencyKeys = gradecheck.table(
  'idempotency_keys',
  {
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    operation: text('operation').notNull(),
    key: text('key').notNull(),
    /** Hash of the request it was first used with: the same key with another body is a client's mistake, not a replay. */
    fingerprint: bytea('fingerprint').notNull(),
    resourceId: text('resource_id').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.operation, t.key] }),
    index('idempotency_keys_created_idx').on(t.createdAt),
  ],
);

/** Grading machines, as they described themselves. A row that was not touched lately is a machine that is gone. */
export const workers = gradecheck.table('workers', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  startedAt: instant('started_at').notNull().defaultNow(),
  lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
  isolation: jsonb('isolation').notNull().$type<IsolationReport>(),
  runtimes: jsonb('runtimes').notNull().$type<OfferedRuntime[]>(),
  /** The processor first. */
  devices: jsonb('devices').notNull().$type<Device[]>(),
  slots: integer('slots').notNull(),
});

/**
 * How many verdicts were given, ever: the sum over the shards. A trigger on `submissions` counts them, because counting rows
 * reads the whole table each time somebody asks. Shards, so that verdicts given at the same moment do not wait for each other.
 */
export const verdictCounts = gradecheck.table(
  'verdict_counts',
  {
    verdict: text('verdict').notNull().$type<Verdict>(),
    shard: smallint('shard').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.verdict, t.shard] })],
);

/**
 * How many cases came out near their bound and ran once more, by question, and how many of those with another verdict: where that grows,
 * a tolerance is too narrow. Counted by `wq.complete`; shards as above.
 */
export const borderlineCounts = gradecheck.table(
  'borderline_counts',
  {
    questionId: text('question_id').notNull(),
    shard: smallint('shard').notNull(),
    agreed: bigint('agreed', { mode: 'number' }).notNull(),
    differed: bigint('differed', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.questionId, t.shard] })],
);

export const auditLog = gradecheck.table(
  'audit_log',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: text('tenant_id'),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    requestId: text('request_id'),
    data: jsonb('data').notNull().default({}).$type<Record<string, unknown>>(),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('audit_log_tenant_idx').on(t.tenantId, t.at)],
);

/** Which text of each file in `db/queue` is installed, so that `migrate` re-installs only after a change. */
export const installedFunctions = gradecheck.table('installed_functions', {
  file: text('file').primaryKey(),
  sha256: text('sha256').notNull(),
  installedAt: instant('installed_at').notNull().defaultNow(),
});
