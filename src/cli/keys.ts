import type { components } from '../generated/api.d.ts';
import { ask, connect, type ConnectionOptions } from './apiClient.ts';
import { CommandFailed } from './exit.ts';
import { renderTable, widthOf } from './output.ts';

type Scope = components['schemas']['Scope'];

const scopes: readonly Scope[] = ['read', 'submit', 'admin'];

/** `gradecheck keys create <name> --scopes read,submit`: the secret goes to stdout, alone, and is never shown again. */
export async function createKey(name: string, options: ConnectionOptions & { scopes: string; json?: boolean }): Promise<number> {
  const wanted = options.scopes.split(',').map((scope) => scope.trim());
  const unknown = wanted.find((scope) => !scopes.includes(scope as Scope));
  if (unknown !== undefined) throw new CommandFailed(`There is no scope "${unknown}"; the scopes are ${scopes.join(', ')}.`);
  const api = connect(options);
  const created = await ask(api, api.client.POST('/v1/api_keys', { body: { name, scopes: wanted as Scope[] } }));
  if (options.json) {
    console.log(JSON.stringify(created, null, 2));
  } else {
    console.error(`${created.id}: keep the key below, it is shown only now.`);
    console.log(created.key);
  }
  return 0;
}

/** `gradecheck keys list` */
export async function listKeys(options: ConnectionOptions & { json?: boolean }): Promise<number> {
  const api = connect(options);
  const { data } = await ask(api, api.client.GET('/v1/api_keys'));
  if (options.json) {
    console.log(JSON.stringify(data, null, 2));
    return 0;
  }
  const rows = data.map((key) => [key.id, key.name, `…${key.hint}`, key.scopes.join(', '), key.revoked_at ? `revoked ${day(key.revoked_at)}` : key.last_used_at ? `used ${day(key.last_used_at)}` : 'never used']);
  console.log(renderTable([{ head: 'id' }, { head: 'name', grows: true }, { head: 'ends with' }, { head: 'scopes' }, { head: 'state' }], rows, widthOf(process.stdout)));
  return 0;
}

/** `gradecheck keys revoke <id>` */
export async function revokeKey(id: string, options: ConnectionOptions): Promise<number> {
  const api = connect(options);
  await ask(api, api.client.DELETE('/v1/api_keys/{key_id}', { params: { path: { key_id: id } } }));
  console.log(`${id} is revoked: it stops working everywhere within five seconds.`);
  return 0;
}

const day = (timestamp: string) => timestamp.slice(0, 10);
