import { createServer, connect, type Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { useTestDatabase } from '../tests/support/database.ts';
import { createDatabase } from './createDatabase.ts';
import { DatabaseDeadlineError, isDatabaseUnreachable } from './errors.ts';

const database = useTestDatabase();

test('a call that takes too long is given up, and says which', async () => {
  const { db } = database.current;
  const failure = await db.run('slow', ({ sql }) => sql`select pg_sleep(5)`, 100).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DatabaseDeadlineError);
  expect(String(failure)).toContain('"slow" within 100 ms');
  expect(isDatabaseUnreachable(failure)).toBe(true);
});

test('a statement is prepared once per pool', async () => {
  const { db } = database.current;
  let built = 0;
  const build = () => ++built;
  await db.run('a', async (pool) => pool.prepared(build));
  expect(await db.run('b', async (pool) => pool.prepared(build))).toBe(1);
});

test('a closed port and a vanished session are told apart from mistakes and conflicts', async () => {
  const { db } = database.current;
  const nobody = createDatabase({ url: 'postgres://a:b@127.0.0.1:1/c' });
  const refused = await nobody.ping().catch((error: unknown) => error);
  await nobody.close();
  expect(isDatabaseUnreachable(refused)).toBe(true);

  const ended = await db
    .run('end', ({ sql }) => sql`select pg_terminate_backend(pg_backend_pid())`)
    .catch((error: unknown) => error);
  expect(isDatabaseUnreachable(ended)).toBe(true);

  const mistake = await db.run('mistake', ({ sql }) => sql`select 1 / 0`).catch((error: unknown) => error);
  expect(isDatabaseUnreachable(mistake)).toBe(false);
  await db.ping();
});

test('a transaction whose session is gone does not go on in the next one', async () => {
  const { db } = database.current;
  const client = database.current.connect({ poolMax: 1 }); // so that the next session is on the same connection
  await db.sql`create table public.torn (step int)`;
  let lateFailure: unknown;
  const transaction = client.run('transaction', ({ sql }) =>
    sql.begin(async (tx) => {
      await tx`insert into public.torn values (1)`;
      await db.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`;
      await vi.waitFor(async () => client.ping(), { timeout: 10_000 });
      lateFailure = await tx`insert into public.torn values (2)`.catch((error: unknown) => error);
    }),
  );
  await expect(transaction).rejects.toThrow(/CONNECTION_CLOSED/);
  await vi.waitFor(() => expect(lateFailure).toMatchObject({ code: 'CONNECTION_CLOSED' }), { timeout: 10_000 });
  expect(await db.sql`select * from public.torn`).toEqual([]);
});

test('connections that swallow everything are replaced, also when nobody asks', async () => {
  const network = await interruptibleNetwork(database.current.url);
  const replaced: string[] = [];
  const client = database.current.connect({
    url: network.url,
    deadlineMs: 150,
    deadlinesBeforeReplace: 3,
    onReplaced: (reason) => replaced.push(reason),
  });
  try {
    await vi.waitFor(() => client.ping(10_000));
    network.swallow();
    await expect(client.ping(150)).rejects.toThrow(DatabaseDeadlineError); // the only call: the probes do the rest
    await vi.waitFor(() => expect(replaced).toHaveLength(1), { timeout: 15_000 });
    network.heal(); // for new connections; the old ones stay dead, as behind a firewall that forgot them
    await vi.waitFor(() => client.ping(5000), { timeout: 15_000 });
  } finally {
    await client.close();
    await network.close();
  }
});

/** A TCP relay to the database that can stop passing anything on while its connections stay open. */
async function interruptibleNetwork(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let swallowing = false;
  const relay = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => !swallowing && !dead.has(near) && to.write(data));
      from.on('close', () => to.destroy());
      from.on('error', () => {});
    }
  });
  const dead = new WeakSet<Socket>();
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((relay.address() as { port: number }).port);
  return {
    url: url.href,
    swallow: () => {
      swallowing = true;
      for (const socket of sockets) dead.add(socket);
    },
    heal: () => (swallowing = false),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}

test('listening goes on after the session was ended, and says so', async () => {
  const { db } = database.current;
  const heard: string[] = [];
  let listening = 0;
  const unlisten = await db.listen('news', (payload) => heard.push(payload), () => listening++);
  expect(listening).toBe(1);
  await db.sql`select pg_terminate_backend(pid) from pg_stat_activity
               where datname = current_database() and application_name like '% listen'`;
  await vi.waitFor(() => expect(listening).toBe(2), { timeout: 15_000 });
  await db.sql`select pg_notify('news', 'again')`;
  await vi.waitFor(() => expect(heard).toEqual(['again']), { timeout: 15_000 });
  await unlisten();
});

test('after closing, a call is refused at once', async () => {
  const client = createDatabase({ url: database.current.url });
  await client.ping();
  await client.close();
  await expect(client.run('late', ({ sql }) => sql`select 1`)).rejects.toThrow(/closed before "late"/);
});
