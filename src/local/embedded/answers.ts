import postgres from 'postgres';
import { databaseName, ownerRole, type EmbeddedState } from './state.ts';

/** Whether our own server answers on that port: only it knows our password. */
export async function answers(state: EmbeddedState, port: number): Promise<boolean> {
  const sql = postgres({
    host: '127.0.0.1',
    port,
    user: ownerRole,
    password: state.ownerPassword,
    database: databaseName,
    max: 1,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => {},
  });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
