import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { deviceTypes, type DeviceType } from '../../src/protocol/devices.ts';
import { instant, oneOf } from './columns.ts';
import { wq } from './namespaces.ts';
import { submissions } from './submissions.ts';

export const jobStates = ['ready', 'leased', 'done', 'dead', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

/** One job per submission that needs a worker, and one more for each regrade of it. Only the functions in `db/queue` change a row after its insert. */
export const jobs = wq.table(
  'jobs',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    submissionId: text('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    tenantId: text('tenant_id').notNull(),
    /** What must run it: a worker is handed only what it offers. The submission's runtime, or `tfjs/native` where only that backend will do: repeated here so that a claim needs no join. */
    runtime: text('runtime').notNull(),
    /** What must grade it, or should (`device_strict` false); `any` where it does not matter. A regrade's is strict. */
    device: text('device').notNull().default('any').$type<DeviceType | 'any'>(),
    deviceStrict: boolean('device_strict').notNull().default(false),
    /** Of a submission that has its verdict: this one makes the verdict of `regrades (submission_id, device)`. */
    regrade: boolean('regrade').notNull().default(false),
    /** The higher number goes first. */
    priority: smallint('priority').notNull().default(0),
    state: text('state').notNull().default('ready').$type<JobState>(),
    attempts: smallint('attempts').notNull().default(0),
    maxAttempts: smallint('max_attempts').notNull().default(5),
    /** The fencing token: drawn anew by every claim, gone when the claim ends. */
    lease: uuid('lease'),
    leaseUntil: instant('lease_until'),
    worker: text('worker'),
    // Cut, not rounded: rounded up, a new job would be invisible to a claim in the same millisecond, and to its notification.
    runAt: instant('run_at')
      .notNull()
      .default(sql`date_trunc('milliseconds', now())`),
    lastFault: text('last_fault'),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    uniqueIndex('jobs_submission_key')
      .on(t.submissionId)
      .where(sql`not regrade`),
    uniqueIndex('jobs_regrade_key')
      .on(t.submissionId, t.device)
      .where(sql`regrade`),
    // The three indexes are partial: a finished job costs the hot path nothing, however many there are.
    index('jobs_ready_idx')
      .on(t.runtime, t.device, t.deviceStrict, t.tenantId, t.priority.desc().nullsFirst(), t.runAt, t.id)
      .where(sql`state = 'ready'`),
    index('jobs_leased_idx')
      .on(t.tenantId)
      .where(sql`state = 'leased'`),
    index('jobs_lease_until_idx')
      .on(t.leaseUntil)
      .where(sql`state = 'leased'`),
    check('jobs_device_known', sql`${t.device} in ${oneOf(['any', ...deviceTypes])}`),
    check('jobs_regrade_names_its_device', sql`not ${t.regrade} or (${t.device} <> 'any' and ${t.deviceStrict})`),
    check('jobs_state_known', sql`${t.state} in ('ready', 'leased', 'done', 'dead', 'cancelled')`),
    check(
      'jobs_lease_exactly_while_leased',
      sql`(${t.state} = 'leased') = (${t.lease} is not null) and (${t.lease} is null) = (${t.leaseUntil} is null)`,
    ),
    check('jobs_end_exactly_when_over', sql`(${t.state} in ('done', 'dead', 'cancelled')) = (${t.finishedAt} is not null)`),
  ],
);
