#!/usr/bin/env node
// Plain JavaScript on purpose: this file must run on any Node, on a checkout where nothing has been built yet,
// and say in one sentence what is missing. Everything else lives in src/ and is bundled to dist/.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Gradecheck needs Node 20.19 or newer and this is ${process.versions.node}: install Node 22 or 24 and start again.`);
}
if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
  stop(`The npm packages are not installed: run "npm ci" in ${root} and start again.`);
}

try {
  const { buildWhenStale } = await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href);
  await buildWhenStale();
} catch (error) {
  stop(`Building dist/ failed: ${error instanceof Error ? error.message : error}`);
}
await import(pathToFileURL(join(root, 'dist', 'cli.js')).href);

/** @param {string} sentence */
function stop(sentence) {
  process.stderr.write(`gradecheck: ${sentence}\n`);
  process.exit(2);
}
