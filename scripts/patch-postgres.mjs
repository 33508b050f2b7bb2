// Repairs the driver postgres 3.4.9, which a restart of the database can kill together with our process.
//
// The driver writes in batches, on a `setImmediate`. When the socket closes first, the pending write meets `null` and
// throws where no caller's `try` can catch it. And a transaction whose connection broke goes on sending its remaining
// statements: to a closed socket, or, after the reconnection, to a new session in which no transaction is open, so that
// each of them commits on its own.
//
//   node scripts/patch-postgres.mjs     repairs node_modules; safe to repeat and to run several times at once
//   patchPostgresPlugin()               repairs the copy that esbuild bundles, whatever node_modules holds
//
// Nothing is guessed: another version, or a text that does not match, is an error.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '3.4.9';

/** Told to `db/openPool.ts` as a property of the driver, which refuses to work without it. Raise it with each change here. */
export const restartPatch = 'gradecheck-1';
const marker = `/* restart patch ${restartPatch} */`;

/** File in each of the package's builds → replacements; each old text must occur exactly once. */
export const repairs = {
  'connection.js': [
    {
      // A write that was still waiting when the socket closed: fail its queries the way any closed connection does.
      old: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)
`,
      new: `  function nextWrite(fn) {
    if (socket === null) {
      dropPendingWrite()
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return false
    }
    const x = socket.write(chunk, fn)
`,
    },
    {
      // Bytes meant for a session that is gone must not open the next one.
      old: `  function connectTimedOut() {
    errored(Errors.connection('CONNECT_TIMEOUT', options, socket))
    socket.destroy()
  }
`,
      new: `  function dropPendingWrite() {
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
  }

  function connectTimedOut() {
    errored(Errors.connection('CONNECT_TIMEOUT', options, socket))
    socket && socket.destroy()
  }
`,
    },
    {
      old: `      error(Errors.connection('CONNECTION_DESTROYED', options))

    clearImmediate(nextWriteTimer)
    if (socket) {`,
      new: `      error(Errors.connection('CONNECTION_DESTROYED', options))

    dropPendingWrite()
    if (socket) {`,
    },
    {
      old: `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
      new: `    incomings = null
    dropPendingWrite()
    socket.removeListener('data', data)`,
    },
    {
      // A query taken up by a closed connection has no reader: left as the active one, its slot would never be free again.
      old: `    closedTime = performance.now()
    hadError && options.shared.retries++`,
      new: `    query = results = errorResponse = null
    result = new Result()
    closedTime = performance.now()
    hadError && options.shared.retries++`,
    },
  ],
  'index.js': [
    {
      old: `Object.assign(Postgres, {
  PostgresError,`,
      new: `Object.assign(Postgres, {
  restartPatch: '${restartPatch}',
  PostgresError,`,
    },
    {
      // The transaction remembers that its connection broke, before anything else can be sent.
      old: `    let savepoints = 0
      , connection
      , prepare = null
`,
      new: `    let savepoints = 0
      , connection
      , prepare = null
      , broken = null
`,
    },
    {
      old: `        new Promise((_, reject) => connection.onclose = reject)
      ])`,
      new: `        new Promise((_, reject) => {
          const watchedByUs = connection.onclose
          connection.onclose = e => (watchedByUs && watchedByUs(e), reject(e))
        })
      ])`,
    },
    {
      old: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
      new: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (broken)
          return q.reject(broken)
        c.queue === full`,
    },
    {
      old: `    function onexecute(c) {
      connection = c
      move(c, reserved)`,
      new: `    function onexecute(c) {
      connection = c
      c.onclose = e => {
        broken = e
        while (queries.length)
          queries.shift().reject(e)
      }
      move(c, reserved)`,
    },
  ],
};

/** The repaired text of one file, or the text itself when it is repaired already. `name` is `connection.js` or `index.js`. */
export function patchPostgresText(name, text) {
  if (text.startsWith(marker)) return text;
  if (text.startsWith('/* restart patch ')) {
    throw new Error('node_modules/postgres carries an older restart patch. Run: npm ci');
  }
  let patched = text;
  for (const { old, new: repaired } of repairs[name]) {
    const parts = patched.split(old);
    if (parts.length !== 2) {
      throw new Error(
        `The restart patch does not fit postgres/${name}: expected one occurrence, found ${parts.length - 1}, of\n${old}\n` +
          `It was written for postgres ${version}. Run npm ci, or write the patch anew in scripts/patch-postgres.mjs.`,
      );
    }
    patched = parts.join(repaired);
  }
  return `${marker} ${patched}`;
}

/** Repairs all builds of the package below `root`'s node_modules. Returns how many files it changed. */
export function patchPostgres(root = resolve(dirname(fileURLToPath(import.meta.url)), '..')) {
  const folder = join(root, 'node_modules', 'postgres');
  if (!existsSync(folder)) throw new Error('The postgres driver is not installed. Run: npm ci');
  assertVersion(folder);
  let changed = 0;
  for (const build of ['src', 'cjs/src', 'cf/src']) {
    for (const name of Object.keys(repairs)) {
      const file = join(folder, build, name);
      const text = readFileSync(file, 'utf8');
      const patched = patchPostgresText(name, text);
      if (patched === text) continue;
      // Written aside and moved into place: a process that starts meanwhile reads the old file or the new, never half.
      const aside = `${file}.${process.pid}`;
      writeFileSync(aside, patched);
      renameSync(aside, file);
      changed++;
    }
  }
  return changed;
}

/** esbuild plugin: bundles the repaired driver. */
export function patchPostgresPlugin() {
  return {
    name: 'patch-postgres',
    setup(build) {
      build.onLoad({ filter: /[\\/]postgres[\\/](src|cjs[\\/]src|cf[\\/]src)[\\/](connection|index)\.js$/ }, ({ path }) => {
        assertVersion(path.replace(/[\\/](cjs[\\/]|cf[\\/])?src[\\/][^\\/]*$/, ''));
        return { contents: patchPostgresText(path.replace(/^.*[\\/]/, ''), readFileSync(path, 'utf8')), loader: 'js' };
      });
    },
  };
}

function assertVersion(folder) {
  const installed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  if (installed !== version) {
    throw new Error(`The restart patch is for postgres ${version}, but ${installed} is installed. Run: npm ci`);
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const changed = patchPostgres();
  console.log(changed === 0 ? 'The postgres driver was repaired before.' : `Repaired ${changed} files of the postgres driver.`);
}
