import { createHash } from 'node:crypto';

/** Relative POSIX path -> content of each file of a question folder. */
export type FolderFiles = Map<string, Buffer>;

/**
 * The content hash that names one text of a challenge: sha256 over path, NUL, decimal length, NUL, content of each file
 * in byte order of the paths. The judge computes the same from its own copy and refuses to grade under another text.
 */
export function revisionOf(files: FolderFiles): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const content = files.get(path)!;
    hash.update(path).update('\0').update(String(content.length)).update('\0').update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}

/** A quiz item's revision: sha256 of its JSON with sorted keys, so that the order of lines in the file means nothing. */
export function itemRevision(item: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(item)).digest('hex')}`;
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson((value as Record<string, unknown>)[key])}`).join(',')}}`;
}
