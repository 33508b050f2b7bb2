import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { localPaths } from '../local/paths.ts';
import { CommandFailed } from './exit.ts';

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** `gradecheck questions new <topic>/<id>`: copies the template and puts the id into it. */
export function newQuestion(name: string, root = localPaths().root): number {
  const [topic = '', id = '', ...more] = name.split('/');
  if (more.length > 0 || !kebabCase.test(topic) || !kebabCase.test(id)) {
    throw new CommandFailed(`Name the question as topic/id, both in small letters, digits and hyphens, for instance "convolution/depthwise-separable"; "${name}" is not that.`);
  }
  const template = join(root, 'questions', '_template');
  const folder = join(root, 'questions', topic, id);
  if (!existsSync(template)) throw new CommandFailed('questions/_template is missing: start from a complete checkout.');
  const taken = folderOf(root, id) ?? (existsSync(folder) ? folder : undefined);
  if (taken) throw new CommandFailed(`There is already a question ${id} in ${taken}; an id never changes and is never used twice.`);
  const words = { 'question-id': id, 'topic-id': topic };
  cpSync(template, folder, { recursive: true });
  fillIn(folder, words);
  beginTopic(root, topic, words);
  console.log(`questions/${topic}/${id} is made. Fill it in by its design.md, then run: npx gradecheck questions check ${id}`);
  return 0;
}

/** A topic's own files, where the question is the first of its topic: the generator refuses a folder without them. */
function beginTopic(root: string, topic: string, words: Record<string, string>): void {
  const folder = join(root, 'questions', topic);
  if (existsSync(join(folder, 'topic.yaml'))) return;
  for (const file of readdirSync(join(root, 'questions', '_topic'))) cpSync(join(root, 'questions', '_topic', file), join(folder, file));
  fillIn(folder, words);
}

/** The folder of a code question by its id, wherever its topic is. */
export const folderOf = (root: string, id: string): string | undefined => allFolders(root).find((folder) => basename(folder) === id);

/** Every code question's folder. */
export function allFolders(root: string): string[] {
  const bank = join(root, 'questions');
  const subfolders = (folder: string) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map((entry) => join(folder, entry.name));
  return subfolders(bank).flatMap(subfolders).filter((folder) => existsSync(join(folder, 'question.yaml'))).sort();
}

/** Placeholders are words in double braces, so that the template itself stays valid YAML, Markdown and Python. */
function fillIn(folder: string, words: Record<string, string>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    const filled = text.replaceAll(/\{\{([a-z-]+)\}\}/g, (whole, word: string) => words[word] ?? whole);
    if (filled !== text) writeFileSync(path, filled);
  }
}
