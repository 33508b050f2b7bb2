import { newId } from '../../src/lib/ids.ts';
import type { Database } from '../createDatabase.ts';
import type { TenantRow } from '../rows.ts';
import { tenants } from '../schema/index.ts';

/** The tenant of that name, made now if there was none. */
export async function ensureTenant(db: Database, input: { name: string }): Promise<TenantRow> {
  const [row] = await db.run('ensureTenant', ({ drizzle }) =>
    drizzle
      .insert(tenants)
      .values({ id: newId('ten'), name: input.name })
      // An update that changes nothing, because `do nothing` would return no row.
      .onConflictDoUpdate({ target: tenants.name, set: { name: input.name } })
      .returning(),
  );
  return row!;
}
