import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A bank of one topic and one challenge, made from the templates as `gradecheck questions new` makes it. */
export function makeTemplateBank(overlay?: string): { root: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'gradecheck-bank-'));
  const topic = join(root, 'my-topic');
  cpSync(join(repository, 'questions/_topic'), topic, { recursive: true });
  cpSync(join(repository, 'questions/_template'), join(topic, 'my-challenge'), { recursive: true });
  for (const entry of readdirSync(topic, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('{{question-id}}', 'my-challenge').replaceAll('{{topic-id}}', 'my-topic'));
  }
  if (overlay !== undefined) cpSync(overlay, topic, { recursive: true, filter: (path) => !path.endsWith('expected.txt') });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
