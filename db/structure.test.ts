import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTestDatabase } from '../tests/support/database.ts';
import { questionKinds } from '../src/protocol/answers.ts';
import { submissionStatuses, verdicts } from '../src/protocol/verdicts.ts';
import { describeStructure } from './describeStructure.ts';

const database = useTestDatabase();

test('structure.sql is what the migrations make', async () => {
  const committed = readFileSync(join(import.meta.dirname, 'structure.sql'), 'utf8');
  const renew = 'db/structure.sql is stale. Run: npx tsx scripts/dumpStructure.ts';
  expect(committed, renew).toBe(await describeStructure(database.current.db.sql));
});

test.each([
  ['submissions_verdict_known', verdicts],
  ['submissions_status_known', submissionStatuses],
  ['submissions_kind_known', questionKinds],
])('%s allows exactly the words of the protocol', async (name, words) => {
  const [row] = await database.current.db.sql<{ rule: string }[]>`
    select pg_get_constraintdef(oid) as rule from pg_constraint where conname = ${name}`;
  expect([...row!.rule.matchAll(/'(\w+)'/g)].map((match) => match[1])).toEqual([...words]);
});
