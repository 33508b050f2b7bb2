import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
const start = () => join(folder, 'start.cjs');
const program = () => join(folder, 'program.cjs');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gradecheck-start-'));
  await build({ entryPoints: [join(import.meta.dirname, 'start.ts')], bundle: true, platform: 'node', format: 'cjs', target: 'node20', outfile: start() });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  rmSync(`${program()}.compiled`, { force: true });
  writeProgram('a', 'first');
});

describe('the program of a cell', () => {
  it('finds itself where a script does, with or without anything compiled', () => {
    expect(run()).toBe('first program.cjs native');
    expect(existsSync(`${program()}.compiled`)).toBe(false);
    expect(run('--probe')).toBe('first program.cjs native --probe');
    expect(run()).toBe('first program.cjs native');
  });

  it('is not read again where it was compiled before: V8 looks at no more than its length, so its hash stands in front', () => {
    run('--probe');
    writeProgram('a', 'other');
    expect(run()).toBe('first program.cjs native');
    writeProgram('b', 'other');
    expect(run()).toBe('other program.cjs native');
  });

  it('is compiled anew where what is kept is broken', () => {
    for (const broken of ['', 'a'.repeat(10), `${'a'.repeat(64)}nonsense`]) {
      writeFileSync(`${program()}.compiled`, broken);
      expect(run()).toBe('first program.cjs native');
    }
  });

  it('keeps nothing of a program that failed', () => {
    writeProgram('a', 'first', 'process.exit(3);');
    expect(() => run('--probe')).toThrow();
    expect(existsSync(`${program()}.compiled`)).toBe(false);
  });
});

function writeProgram(letter: string, word: string, more = ''): void {
  const text = `const say = () => '${word}'; console.log(say(), require('node:path').basename(process.argv[1]), ...process.argv.slice(2));${more}`;
  writeFileSync(program(), `//${letter.repeat(64)}\n(function(exports,require,module,__filename,__dirname){${text}})\n`);
}

const run = (...more: string[]) => execFileSync(process.execPath, [start(), program(), 'native', ...more], { encoding: 'utf8' }).trim();
