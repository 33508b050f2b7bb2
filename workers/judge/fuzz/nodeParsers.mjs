#!/usr/bin/env node
// nodeParsers.ts as a program: bundled in memory, the way a cell's own program is bundled.
import { build } from 'esbuild';
import { Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const { outputFiles } = await build({
  entryPoints: [join(folder, 'nodeParsers.ts')],
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  logLevel: 'error',
});
const program = new Module(join(folder, 'nodeParsers.cjs'));
program.paths = Module._nodeModulePaths(folder);
program._compile(outputFiles[0].text, program.id);
