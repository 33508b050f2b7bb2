import { ApiError, type Fault } from '../errors/apiError.ts';
import type { AnswerFile } from '../protocol/answers.ts';
import { mainFiles } from '../protocol/mainFiles.ts';

const fileBytesMax = 256 * 1024;

/** What the contract's schema cannot say of an answer's files. An empty file passes: what is wrong with it is the judge's to say. */
export function checkAnswerFiles(runtime: string, files: AnswerFile[]): void {
  const errors: Fault[] = [];
  const paths = new Set<string>();
  files.forEach(({ path, content }, index) => {
    const at = `/answer/files/${index}`;
    if (paths.has(path)) errors.push({ pointer: `${at}/path`, detail: `The path "${path}" comes twice.` });
    paths.add(path);
    const bytes = content.length > fileBytesMax / 3 ? new TextEncoder().encode(content).length : 0;
    if (bytes > fileBytesMax) errors.push({ pointer: `${at}/content`, detail: `The file has ${bytes} bytes in UTF-8; ${fileBytesMax} are possible.` });
  });
  for (const [index, { path }] of files.entries()) {
    const folder = foldersOf(path).find((one) => paths.has(one));
    if (folder !== undefined) errors.push({ pointer: `/answer/files/${index}/path`, detail: `"${folder}" is a file, so it cannot be a folder too.` });
  }
  const wanted = mainFiles(runtime);
  if (!wanted.some((name) => paths.has(name))) errors.push({ pointer: '/answer/files', detail: `"${wanted.join('" or "')}" is missing: it is the file that defines the entry function.` });
  if (errors.length > 0) throw new ApiError('answer_files_invalid', { errors });
}

/** `a/b/c.py` lies in `a` and `a/b`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
