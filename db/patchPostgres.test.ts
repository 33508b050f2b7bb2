import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { patchPostgres, patchPostgresPlugin, patchPostgresText, repairs, restartPatch } from '../scripts/patch-postgres.mjs';

/** A root with a copy of the installed driver, so that nothing here touches the one that others are using. */
let root: string;
let driver: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradecheck-patch-'));
  driver = join(root, 'node_modules', 'postgres');
  mkdirSync(join(root, 'node_modules'));
  cpSync(join(import.meta.dirname, '..', 'node_modules', 'postgres'), driver, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const marker = new RegExp(`^/\\* restart patch ${restartPatch} \\*/ `);

test('the installed driver is patched in each of its builds, and patching again changes nothing', () => {
  for (const build of ['src', 'cjs/src', 'cf/src'])
    for (const name of ['connection.js', 'index.js']) expect(readFileSync(join(driver, build, name), 'utf8')).toMatch(marker);
  expect(patchPostgres(root)).toBe(0);
});

test('another version is refused', () => {
  const file = join(driver, 'package.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"3.4.9"', '"3.4.10"'));
  expect(() => patchPostgres(root)).toThrow(/is for postgres 3\.4\.9, but 3\.4\.10 is installed/);
});

test('a text that does not match is refused, and so is one that matches twice', () => {
  expect(() => patchPostgresText('connection.js', 'function nextWrite(fn) {}')).toThrow(/does not fit postgres\/connection\.js.*found 0/s);
  const once = "Object.assign(Postgres, {\n  PostgresError,";
  expect(() => patchPostgresText('index.js', `${once}\n${once}`)).toThrow(/found 2/);
});

test('a driver with an older patch is refused', () => {
  expect(() => patchPostgresText('index.js', '/* restart patch gradecheck-0 */ …')).toThrow(/older restart patch/);
});

test('a missing driver is refused', () => {
  rmSync(driver, { recursive: true });
  expect(() => patchPostgres(root)).toThrow(/not installed. Run: npm ci/);
});

test.each([
  ['node', ['import']],
  ['workerd', ['workerd', 'worker', 'browser']],
])('a bundle for %s carries the patch even where node_modules does not', async (_, conditions) => {
  for (const folder of ['src', 'cjs/src', 'cf/src']) {
    for (const name of ['connection.js', 'index.js'] as const) {
      const file = join(driver, folder, name);
      writeFileSync(file, unpatched(name, readFileSync(file, 'utf8')));
    }
  }
  writeFileSync(join(root, 'entry.mjs'), "import postgres from 'postgres'; console.log(postgres.restartPatch)");
  const bundle = async (plugins: ReturnType<typeof patchPostgresPlugin>[]) => {
    const { outputFiles } = await build({
      entryPoints: [join(root, 'entry.mjs')],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      conditions,
      external: ['node:*', 'cloudflare:*', 'os', 'fs', 'net', 'tls', 'crypto', 'stream', 'perf_hooks'],
      plugins,
      logLevel: 'silent',
    });
    return outputFiles[0]!.text;
  };
  expect(await bundle([])).not.toContain('dropPendingWrite');
  const repaired = await bundle([patchPostgresPlugin()]);
  expect(repaired).toContain('dropPendingWrite');
  expect(repaired).toContain(`restartPatch: "${restartPatch}"`);
});

/** The way back, because the original text is not kept anywhere. */
function unpatched(name: 'connection.js' | 'index.js', text: string): string {
  return repairs[name]
    .toReversed()
    .reduce((whole, repair) => whole.split(repair.new).join(repair.old), text.replace(marker, ''));
}
