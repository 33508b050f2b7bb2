// Writes db/structure.sql from a database that the migrations just made:  npx tsx scripts/dumpStructure.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patchPostgres } from './patch-postgres.mjs';

patchPostgres();
// After the patch: the driver's text is read when it is first imported.
const { createDatabase } = await import('../db/createDatabase.ts');
const { describeStructure } = await import('../db/describeStructure.ts');
const { migrate } = await import('../db/migrate.ts');
const { startEmbeddedPostgres } = await import('../src/local/embeddedPostgres.ts');

const folder = mkdtempSync(join(tmpdir(), 'gradecheck-structure-'));
try {
  const server = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), settings: { fsync: 'off' } });
  try {
    await migrate({ url: server.url, workerPassword: server.workerPassword });
    const db = createDatabase({ url: server.url });
    writeFileSync(join(import.meta.dirname, '..', 'db', 'structure.sql'), await describeStructure(db.sql));
    await db.close();
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
