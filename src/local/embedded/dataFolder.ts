import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ServerIdentity } from './serverIdentity.ts';
import { databaseName, newState, ownerRole, writeState, type EmbeddedState } from './state.ts';

/** The major version of the pinned binaries; a data folder belongs to one major version. */
export const serverVersion = '18';

/**
 * Makes the data folder if it is missing and gives the owner's role its password if that was lost. Returns the state to
 * start with. A crash at any line is repaired by the next call: the folder appears whole, by a rename, and the state is
 * written last.
 */
export async function initDataFolder(
  dir: string,
  identity: ServerIdentity,
  state: EmbeddedState | null,
  log: (line: string) => void,
): Promise<EmbeddedState> {
  if (existsSync(join(dir, 'PG_VERSION'))) {
    assertVersion(dir);
    if (state) return state;
    log('The state file of the database is missing: setting new passwords.');
  } else {
    assertEmpty(dir);
    log('Creating the database (once, a few seconds).');
    makeCluster(dir, identity);
  }
  const fresh = newState();
  setUpOwner(dir, identity, fresh.ownerPassword);
  writeState(dir, fresh);
  return fresh;
}

/** We never make a database over something that is there: it could be anybody's. */
function assertEmpty(dir: string): void {
  if (!existsSync(dir) || (statSync(dir).isDirectory() && readdirSync(dir).length === 0)) return;
  throw new Error(`${dir} exists but is not a database of ours. Move it away and start again.`);
}

function assertVersion(dir: string): void {
  const found = readFileSync(join(dir, 'PG_VERSION'), 'utf8').trim();
  if (found === serverVersion) return;
  throw new Error(
    `The data in ${dir} was written by PostgreSQL ${found}, but version ${serverVersion} is built in. To keep it, dump it ` +
      `with PostgreSQL ${found} and load it into another server given by DATABASE_URL; to begin anew, remove ${dir} and ${dir}.json.`,
  );
}

function makeCluster(dir: string, identity: ServerIdentity): void {
  const making = mkdtempSync(`${dir}.new-`);
  try {
    const data = join(making, 'data');
    mkdirSync(data, { mode: 0o700 });
    // initdb asks for a superuser's password when passwords are required. It is thrown away: nobody logs in as superuser.
    const passwordFile = join(making, 'password');
    writeFileSync(passwordFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    if (identity.owner) {
      chmodSync(making, 0o711);
      for (const path of [data, passwordFile]) chownSync(path, identity.owner.uid, identity.owner.gid);
    }
    run(identity, 'initdb', data, [
      '--pgdata', data, '--username', 'postgres', '--auth', 'scram-sha-256', '--pwfile', passwordFile,
      '--no-locale', '--encoding', 'UTF8', '--no-sync', '--no-instructions',
    ]); // prettier-ignore
    moveIntoPlace(data, dir);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** A start at the same moment may have been faster; then its work is as good as ours. */
function moveIntoPlace(data: string, dir: string): void {
  try {
    renameSync(data, dir);
  } catch (error) {
    if (!existsSync(join(dir, 'PG_VERSION'))) throw error;
  }
}

/** In single-user mode, so that no superuser needs a password. An existing role or database stays as it is. */
function setUpOwner(dir: string, identity: ServerIdentity, password: string): void {
  const script = [
    `do $$ begin if not exists (select from pg_roles where rolname = '${ownerRole}') then create role ${ownerRole}; end if; end $$;`,
    `alter role ${ownerRole} login createrole createdb password '${password}';`,
    `create database ${databaseName} owner ${ownerRole};`,
    // The default lets every role make temporary tables: a way to fill the disk for a role that may do nothing else.
    `revoke temporary on database ${databaseName} from public;`,
    '',
  ].join('\n');
  run(identity, 'postgres', dir, ['--single', '-D', dir, 'postgres'], script);
}

function run(identity: ServerIdentity, program: 'initdb' | 'postgres', cwd: string, args: string[], input = ''): void {
  const command = identity.command(program, args, { dieWithUs: false });
  const ended = spawnSync(command.file, command.args, {
    cwd,
    env: command.env,
    input,
    encoding: 'utf8',
    timeout: 120_000,
    ...command.ids,
  });
  if (ended.status === 0) return;
  const reason = ended.error?.message ?? ended.stderr.trim().split('\n').slice(-6).join('\n');
  throw new Error(`PostgreSQL's ${program} failed (${ended.signal ?? ended.status}): ${reason}`);
}
