/**
 * Starts the program of a cell with what V8 compiled of it when set-up tried it: to read 2.6 MB of JavaScript anew takes a
 * third of the time in which a cell of the wasm backend starts.
 *
 *     node … start.cjs PROGRAM BACKEND [--probe]      with --probe what was compiled is written down, for the cells
 */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

const idBytes = 64;
const [program, , option] = process.argv.slice(2) as [string, string, string | undefined];
const compiledFile = `${program}.compiled`;
process.argv.splice(1, 1); // the program is to find itself where a script does

const source = readFileSync(program, 'latin1');
const script = new Script(source, { filename: program, cachedData: compiledBefore() });
if (option === '--probe') process.on('exit', (code) => code === 0 && keepCompiled());
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(program), module, program, dirname(program));

/** V8 itself looks at the length of a source, its own version and its flags, and takes anything else for the same program. */
function compiledBefore(): Buffer | undefined {
  try {
    const kept = readFileSync(compiledFile);
    return kept.toString('latin1', 0, idBytes) === idOf(source) ? kept.subarray(idBytes) : undefined;
  } catch {
    return undefined;
  }
}

function keepCompiled(): void {
  const half = `${compiledFile}.new`;
  writeFileSync(half, Buffer.concat([Buffer.from(idOf(source), 'latin1'), script.createCachedData()]));
  chmodSync(half, 0o644); // a cell has a uid of its own
  renameSync(half, compiledFile);
}

/** The program begins with a comment of its own hash. */
function idOf(text: string): string {
  return text.slice(2, 2 + idBytes);
}
