import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { BankProblem } from './bankProblem.ts';
import type { FolderFiles } from './revision.ts';

const folderBytesMax = 8 * 1024 * 1024;
/** What is known about a question, and no part of it: a new score must not make a new revision. */
const ungraded = new Set(['quality.json', 'mutants.yaml']);

/** Every file below a folder. Links are refused: their target lies outside what the revision names. */
export function readFolder(root: string, folder: string): { files: FolderFiles; problems: BankProblem[] } {
  const files: FolderFiles = new Map();
  const problems: BankProblem[] = [];
  let bytes = 0;
  const walk = (directory: string): void => {
    for (const name of readdirSync(directory).sort()) {
      if (name === '__pycache__' || name.startsWith('.')) continue;
      const path = join(directory, name);
      const about = lstatSync(path);
      if (about.isDirectory()) walk(path);
      else if (!about.isFile()) problems.push({ file: posix(relative(root, path)), line: 1, problem: 'This is not a plain file.', cure: 'Copy the content here; links and devices are refused.' });
      else if (ungraded.has(posix(relative(folder, path)))) continue;
      else if ((bytes += about.size) <= folderBytesMax) files.set(posix(relative(folder, path)), readFileSync(path));
    }
  };
  walk(folder);
  if (bytes > folderBytesMax) problems.push({ file: posix(relative(root, folder)), line: 1, problem: 'The folder is larger than 8 MiB.', cure: 'Draw large inputs from the seed in judge.py.' });
  return { files, problems };
}

const posix = (path: string): string => path.split(sep).join('/');
