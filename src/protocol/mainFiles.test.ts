import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { backendsOf } from './backends.ts';
import { devicesOf } from './devices.ts';
import { mainFiles, sourceSuffixes } from './mainFiles.ts';

test('API and judge name the files of an answer, and the devices and backends of a runtime, alike', () => {
  const runtimes = new URL('../../workers/runtimes/', import.meta.url);
  const described = readdirSync(runtimes, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'));
  expect(described.map((entry) => entry.name)).toContain('tfjs');
  for (const { name } of described) {
    const registry = JSON.parse(readFileSync(new URL(`${name}/runtime.json`, runtimes), 'utf8')) as { name: string; suffixes?: string[]; devices?: string[]; backends?: string[] };
    expect([registry.name, sourceSuffixes(registry.name)]).toEqual([name, registry.suffixes ?? ['.py']]);
    expect([name, devicesOf(registry.name)]).toEqual([name, registry.devices ?? ['cpu']]);
    expect([name, backendsOf(registry.name)]).toEqual([name, registry.backends ?? []]);
  }
});

test('the main file of an answer', () => {
  expect(mainFiles('pytorch')).toEqual(['solution.py']);
  expect(mainFiles('tfjs')).toEqual(['solution.ts', 'solution.js']);
});
