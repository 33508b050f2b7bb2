import { spawnSync } from 'node:child_process';
import { accessSync, constants, cpSync, existsSync, mkdtempSync, renameSync, rmSync, statSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { serverVersion } from './dataFolder.ts';

/** PostgreSQL refuses to run as root. `nobody` exists everywhere, and initdb insists on a user with a name. */
const nobody = 65534;

export interface ServerCommand {
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** For `spawn`: the user to become. */
  ids: { uid?: number; gid?: number };
}

/** As whom, and through which helper, PostgreSQL's programs run here. */
export interface ServerIdentity {
  /** Set when the data folder must belong to another user than ours. */
  owner: { uid: number; gid: number } | null;
  command(program: 'initdb' | 'postgres', args: string[], options: { dieWithUs: boolean }): ServerCommand;
}

/**
 * Not root: as ourselves. Root: as `nobody`. But `nobody` cannot enter a checkout in root's home (mode 0700); there a
 * user namespace makes root look like `nobody` to PostgreSQL while the files stay root's. Where such namespaces are
 * forbidden too, the binaries are copied to where everybody may read; the data folder cannot be helped.
 */
export function chooseIdentity(dir: string, binaries: PostgresBinaries, log: (line: string) => void): ServerIdentity {
  if (process.getuid?.() !== 0) return identity(binaries.home, null, []);
  const asNobody = { uid: nobody, gid: nobody };
  const dataReachable = reachableByAll(dirname(dir));
  if (dataReachable && reachableByAll(join(binaries.home, 'bin'))) return identity(binaries.home, asNobody, []);
  if (userNamespacesWork()) {
    return identity(binaries.home, null, [
      findProgram('unshare')!,
      '--user',
      `--map-user=${nobody}`,
      `--map-group=${nobody}`,
    ]);
  }
  if (!dataReachable) {
    throw new Error(
      `PostgreSQL refuses to run as root, the user nobody cannot enter ${dirname(dir)}, and this kernel allows no user ` +
        'namespaces. Set GRADECHECK_HOME to a folder that everybody can enter, such as /var/lib/gradecheck; or start ' +
        'as another user than root; or set DATABASE_URL.',
    );
  }
  log('Copying the PostgreSQL binaries to where the user nobody can read them.');
  return identity(copyBinaries(binaries.home), asNobody, []);
}

function identity(home: string, owner: ServerIdentity['owner'], wrapper: string[]): ServerIdentity {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null;
  return {
    owner,
    command(program, args, { dieWithUs }) {
      const line = [...wrapper];
      let ids = owner ?? {};
      if (dieWithUs && setpriv) {
        // The kernel forgets the signal when a process changes its user, so setpriv does both, in the right order.
        line.push(setpriv, '--pdeathsig', 'QUIT');
        if (owner) line.push('--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups');
        ids = {};
      }
      line.push(join(home, 'bin', program), ...args);
      // Nothing of our environment: it may hold secrets, and PG… variables would change what the server does.
      return { file: line[0]!, args: line.slice(1), env: { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC' }, ids };
    },
  };
}

/** Whether a user without any rights can come to this folder: every folder above must let strangers through. */
function reachableByAll(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function userNamespacesWork(): boolean {
  const unshare = findProgram('unshare');
  if (!unshare) return false;
  const tried = spawnSync(unshare, ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, 'true'], { timeout: 5000 });
  return tried.status === 0;
}

function copyBinaries(home: string): string {
  const target = join(tmpdir(), `gradecheck-postgres-${serverVersion}-${process.arch}-${process.getuid?.() ?? 0}`);
  if (existsSync(target)) {
    // A name in a public folder: somebody else may have been there first, with binaries of their own.
    const { uid, mode } = statSync(target);
    if (uid === process.getuid?.() && (mode & 0o022) === 0) return target;
    throw new Error(`${target} exists but belongs to somebody else. Remove it, or set TMPDIR to a private folder.`);
  }
  const aside = mkdtempSync(`${target}-`);
  cpSync(home, aside, { recursive: true, verbatimSymlinks: true });
  chmodSync(aside, 0o755);
  try {
    renameSync(aside, target);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // else another start of ours was faster
  }
  return target;
}

function findProgram(name: string): string | null {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin']) {
    if (folder === '') continue;
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      continue;
    }
  }
  return null;
}
