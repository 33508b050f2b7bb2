import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cellHelperIsFresh, ensureCellHelper } from './ensureCellHelper.ts';
import { localPaths, type LocalPaths } from './paths.ts';
import { silentProgress } from './progress.ts';

let paths: LocalPaths;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'gradecheck-helper-'));
  paths = { ...localPaths({}), root, home: join(root, 'home'), build: join(root, 'home', 'build') };
  mkdirSync(join(root, 'workers', 'sandbox'), { recursive: true });
  source('int main(void) { return 0; }');
  writeFileSync(join(root, 'workers', 'sandbox', 'Makefile'), 'all:\n\tmkdir -p $(BUILD) && cc -o $(BUILD)/helper helper.c\n');
});

afterEach(() => rmSync(paths.root, { recursive: true, force: true }));

describe('ensureCellHelper', () => {
  it('compiles once, and again when a source or what came of it changes', async () => {
    expect(await ensure()).toBe(true);
    expect(await ensure()).toBe(false);
    source('int main(void) { return 1; }');
    expect(await ensure()).toBe(true);
    rmSync(join(paths.build, 'helper'));
    expect(cellHelperIsFresh(paths)).toBe(false);
    expect(await ensure()).toBe(true);
  });

  it.each(['cc', 'make'])('says what to install where there is no %s', async (missing) => {
    const folder = join(paths.root, 'bin');
    mkdirSync(folder);
    writeFileSync(join(folder, missing === 'cc' ? 'make' : 'cc'), '');
    await expect(ensure({ PATH: folder })).rejects.toMatchObject({ layer: 'cell_helper', message: expect.stringContaining(missing) as string, cure: expect.stringMatching(/apt-get install gcc make/) as string });
  });

  it("shows the compiler's own error, and is not fresh after it", async () => {
    source('int main(void) { return nothing; }');
    await expect(ensure()).rejects.toThrow(/nothing/);
    expect(cellHelperIsFresh(paths)).toBe(false);
  });
});

const ensure = (env: NodeJS.ProcessEnv = process.env) => ensureCellHelper({ paths, env, progress: silentProgress });
const source = (text: string) => writeFileSync(join(paths.root, 'workers', 'sandbox', 'helper.c'), text);
