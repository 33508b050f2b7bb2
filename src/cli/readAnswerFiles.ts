import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { AnswerFile } from '../protocol/answers.ts';
import { CommandFailed } from './exit.ts';

/** The first file is the answer itself and becomes `solution.py`, or `solution.ts` as its ending says; the others keep their names, for it to import. */
export function readAnswerFiles(paths: string[]): AnswerFile[] {
  return paths.map((path, at) => ({ path: at === 0 ? `solution${extname(path) === '.ts' || extname(path) === '.js' ? extname(path) : '.py'}` : basename(path), content: readText(path) }));
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CommandFailed(`There is no file ${path}: name the file with your answer, from this folder or by its whole path.`);
    throw new CommandFailed(`${path} cannot be read (${code ?? error}): name a file that you may read.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandFailed(`${path} is not UTF-8 text.`);
  }
}

/** `my_pytorch_answer.py` says by its name where it wants to run; otherwise a question with one runtime leaves no choice. */
export function chooseRuntime(questionId: string, runtimes: string[], path: string, wanted: string | undefined): string {
  if (wanted !== undefined) return wanted;
  const named = runtimes.filter((runtime) => basename(path).toLowerCase().includes(runtime));
  if (named.length === 1) return named[0]!;
  if (runtimes.length === 1) return runtimes[0]!;
  throw new CommandFailed(`${questionId} can be answered in ${runtimes.join(' or ')}: say which with --runtime.`);
}
