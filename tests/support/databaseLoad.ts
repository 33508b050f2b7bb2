// A client under load, in a process of its own, because the question is whether the process survives.
//   tsx tests/support/databaseLoad.ts <url>
// Prints one line of JSON every 100 ms and goes on until its stdin closes.
import { createDatabase } from '../../db/createDatabase.ts';
import { isDatabaseUnreachable } from '../../db/errors.ts';

const deadlineMs = 1500;
const db = createDatabase({ url: process.argv[2]!, poolMax: 4, deadlineMs, onReplaced: () => counts.replaced++ });
const counts = { plain: 0, prepared: 0, transactions: 0, failed: 0, replaced: 0, late: 0, outside: 0, heard: 0, unexpected: '' };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function forever(kind: 'plain' | 'prepared' | 'transactions', call: () => Promise<unknown>): Promise<never> {
  for (;;) {
    const start = performance.now();
    try {
      await call();
      counts[kind]++;
    } catch (error) {
      counts.failed++;
      if (!isDatabaseUnreachable(error)) counts.unexpected = String(error);
      await sleep(20);
    }
    if (performance.now() - start > deadlineMs + 1000) counts.late++;
  }
}

const padding = 'x'.repeat(2000); // long enough to be written at once, not in the next turn of the loop
for (let i = 0; i < 4; i++) {
  void forever('plain', () => db.run('plain', ({ sql }) => sql`select ${padding}::text, ${i}::int`));
  void forever('prepared', () => db.run('prepared', ({ sql }) => sql`select ${i}::int as i`));
  void forever('transactions', () =>
    db.run('transaction', ({ sql }) =>
      sql.begin(async (tx) => {
        const [begun] = await tx`insert into steps (transaction_id, step) values (pg_current_xact_id()::text, 1) returning transaction_id`;
        await sleep(Math.random() * 5);
        await tx`insert into steps (transaction_id, step) values (${begun!.transaction_id}, 2)`;
        await tx`select ${padding}::text`;
      }),
    ),
  );
}
// Retried until the first attempt succeeds; afterwards listening must come back by itself.
await db.listen('ticks', () => counts.heard++);
setInterval(() => void db.run('tick', ({ sql }) => sql`select pg_notify('ticks', '')`).catch(() => {}), 100);
setInterval(() => console.log(JSON.stringify(counts)), 100);
process.stdin.on('end', () => process.exit(0)).resume();
