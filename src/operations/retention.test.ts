import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { acceptSubmission } from '../../db/queries/acceptSubmission.ts';
import { expireAtMost } from '../../db/queries/expireIdempotencyKeys.ts';
import type { Database } from '../../db/createDatabase.ts';
import { useTestDatabase } from '../../tests/support/database.ts';
import { codeSubmission, makeTenant } from '../../tests/support/databaseFixtures.ts';
import { type Logger, silentLogger } from '../lib/logger.ts';
import { Retention } from './retention.ts';

const database = useTestDatabase();
const often = { firstWithinMs: 5, everyMs: 10 };
const patient = { timeout: 20_000, interval: 10 };

const keys = async (db: Database): Promise<string[]> => {
  const rows = await db.sql<{ key: string }[]>`select key from gradecheck.idempotency_keys order by key`;
  return rows.map((row) => row.key);
};

async function storeKey(db: Database, key: string, age: string): Promise<void> {
  await acceptSubmission(db, codeSubmission(await makeTenant(db), { idempotency: { key, fingerprint: new Uint8Array(32) } }));
  await db.sql`update gradecheck.idempotency_keys set created_at = now() - ${age}::interval where key = ${key}`;
}

test('forgets old keys again and again, more than one statement takes too, and keeps the others', async () => {
  const { db } = database.current;
  await storeKey(db, 'old', '3 days');
  await storeKey(db, 'young', '47 hours');
  const tenantId = await makeTenant(db);
  await db.sql`
    insert into gradecheck.idempotency_keys (tenant_id, operation, key, fingerprint, resource_id, created_at)
    select ${tenantId}, 'createSubmission', 'many ' || n, '', 'sub', now() - interval '4 days' from generate_series(1, ${expireAtMost + 7}::int) n`;
  const told: object[] = [];
  const retention = new Retention({ db, logger: { ...silentLogger, info: (fields) => told.push(fields) } }, often);
  try {
    await vi.waitFor(async () => expect(await keys(db)).toEqual(['young']), patient);
    await storeKey(db, 'later', '49 hours');
    await vi.waitFor(async () => expect(await keys(db)).toEqual(['young']), patient);
    await vi.waitFor(() => expect(told).toEqual([{ forgotten: expireAtMost + 8 }, { forgotten: 1 }]), patient);
  } finally {
    await retention.close();
  }
});

test('a database that is away is a line in the log, and is tried again', async () => {
  const { db } = database.current;
  await storeKey(db, 'waits', '3 days');
  const run = db.run;
  const warned: { fields: object; message: string }[] = [];
  const logger: Logger = { ...silentLogger, warn: (fields, message) => warned.push({ fields, message }) };
  const away = new Error('connect ECONNREFUSED');
  db.run = () => Promise.reject(away);
  const retention = new Retention({ db, logger }, often);
  try {
    await vi.waitFor(() => expect(warned.length).toBeGreaterThan(2), patient);
    expect(warned[0]).toEqual({ fields: { err: away }, message: expect.stringContaining('tried again') });
    db.run = run;
    await vi.waitFor(async () => expect(await keys(db)).not.toContain('waits'), patient);
  } finally {
    db.run = run;
    await retention.close();
  }
});

test('once closed it is done: what was under way has ended, and nothing begins', async () => {
  const { db } = database.current;
  const run = db.run;
  let begun = 0;
  let ended = 0;
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  db.run = (async () => {
    begun++;
    await held;
    ended++;
    return { count: 0 };
  }) as Database['run'];
  try {
    const retention = new Retention({ db, logger: silentLogger }, often);
    await vi.waitFor(() => expect(begun).toBe(1), patient);
    let closed = false;
    const closing = retention.close().then(() => (closed = true));
    await sleep(30);
    expect(closed).toBe(false);
    goOn();
    await closing;
    expect(ended).toBe(1);
    await sleep(60); // several times over
    expect(begun).toBe(1);
  } finally {
    db.run = run;
  }
});
