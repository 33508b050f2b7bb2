import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BankBroken, type BankProblem } from './bankProblem.ts';
import { disagreement, textsOf } from './bilingual.ts';
import { checkChallenge } from './checkChallenge.ts';
import { checkPlain } from './checkItem.ts';
import { checkMarkdown } from './checkMarkdown.ts';
import { compileSeeded, isSeeded, strayFormulas } from './compileSeeded.ts';
import { proveSeeded } from './proveSeeded.ts';
import { readFolder } from './readFolder.ts';
import { checkReasons, type QualityReading, readQuality } from './readQuality.ts';
import { readYaml, type YamlFile } from './readYaml.ts';
import { type FolderFiles, revisionOf } from './revision.ts';
import type { ItemSource } from '../../../src/questions/itemSource.ts';
import type { SeededItem } from '../../../src/questions/seeded/fillItem.ts';
import type { ChallengeSource, TopicSource } from './sourceTypes.ts';
import { validate } from './validate.ts';

export interface BankTopic {
  source: TopicSource;
  items: ItemSource[];
  /** Items whose figures are drawn for each variant. */
  seeded: SeededItem[];
  challenges: { source: ChallengeSource; folder: string; files: FolderFiles; revision: string; quality: QualityReading }[];
}

/**
 * Reads and checks every topic below `root` (folders that start with `_` are tools, not topics).
 * @throws BankBroken with every problem found
 */
export function readBank(root: string): BankTopic[] {
  const problems: BankProblem[] = [];
  const topics = folders(root).flatMap((name) => readTopic(root, name, problems) ?? []);
  checkAcross(topics, problems);
  if (problems.length > 0) throw new BankBroken(problems);
  return topics;
}

/**
 * One topic by itself, whatever state the others are in; what topics must not share is not checked.
 * @throws BankBroken with every problem found
 */
export function readOneTopic(root: string, name: string): BankTopic {
  const problems: BankProblem[] = [];
  if (!folders(root).includes(name)) throw new BankBroken([{ file: name, line: 1, problem: 'There is no such topic.', cure: `Topics are ${folders(root).join(', ')}.` }]);
  const topic = readTopic(root, name, problems);
  if (topic === null) throw new BankBroken(problems);
  return topic;
}
function readTopic(root: string, name: string, problems: BankProblem[]): BankTopic | null {
  const before = problems.length;
  const topic = readChecked<TopicSource>('topic', root, `${name}/topic.yaml`, problems);
  const items = existsSync(join(root, name, 'items.yaml')) ? readChecked<{ items: ItemSource[] }>('items', root, `${name}/items.yaml`, problems) : null;
  if (topic !== null && topic.value.id !== name) problems.push({ file: topic.yaml.file, line: topic.yaml.lineOf(['id']), problem: `The id ${topic.value.id} differs from the folder's name ${name}.`, cure: 'Name the folder after the id.' });
  const plain: ItemSource[] = [];
  const seeded: SeededItem[] = [];
  items?.value.items.forEach((item, index) => {
    const checked = readItem(items.yaml, index, item, problems);
    if (checked === null) return;
    if ('draw' in checked) seeded.push(checked);
    else plain.push(checked);
  });

  const challenges = folders(join(root, name)).flatMap((folder) => {
    const { files, problems: reading } = readFolder(root, join(root, name, folder));
    const { source, problems: found } = checkChallenge(`${name}/${folder}`, folder, files);
    const path = join(root, name, folder);
    problems.push(...reading, ...found, ...checkReasons(`${name}/${folder}`, path));
    // What a folder lacks has been reported; a score can be read only where the files it was computed from are.
    return source === null || !files.has('judge.py') ? [] : [{ source, folder: path, files, revision: revisionOf(files), quality: readQuality(path, files) }];
  });
  return topic === null || problems.length > before ? null : { source: topic.value, items: plain, seeded, challenges };
}

/** The item as it is, or with its formulas read; null when it cannot be used. */
function readItem(yaml: YamlFile, index: number, item: ItemSource, problems: BankProblem[]): ItemSource | SeededItem | null {
  const before = problems.length;
  const report = (inside: (string | number)[], problem: string, cure: string) =>
    problems.push({ file: yaml.file, line: yaml.lineOf(['items', index, ...inside]), problem: `${item.id}: ${problem}`, cure });
  if (isSeeded(item)) {
    const seeded = compileSeeded(item, report);
    if (seeded !== null) proveSeeded(seeded, report);
    return problems.length > before ? null : seeded;
  }
  for (const path of strayFormulas(item)) report(path, `${path.join('.')} is a formula, but the item draws nothing.`, 'Write a number, or add `variables`.');
  if (problems.length === before) checkPlain(item, report);
  return problems.length > before ? null : item;
}

function readChecked<T>(schema: 'topic' | 'items', root: string, file: string, problems: BankProblem[]): { yaml: YamlFile; value: T } | null {
  const path = join(root, file);
  if (!existsSync(path)) {
    problems.push({ file, line: 1, problem: 'The file is missing.', cure: 'Each folder of the bank is a topic and needs one; tools live in folders that start with _.' });
    return null;
  }
  if (!lstatSync(path).isFile()) {
    problems.push({ file, line: 1, problem: 'This is not a plain file.', cure: 'Copy the content here; links are refused.' });
    return null;
  }
  const yaml = readYaml(file, readFileSync(path, 'utf8'));
  const found = Array.isArray(yaml) ? yaml : validate(schema, yaml);
  problems.push(...found);
  if (Array.isArray(yaml) || found.length > 0) return null;
  for (const { path: place, en, zh } of textsOf(yaml.value)) {
    const said = disagreement(en, zh);
    if (said !== null) problems.push({ file, line: yaml.lineOf(place), problem: `${place.join('.')}: ${said}.`, cure: 'Say the same in both languages, with numbers in digits.' });
    for (const text of [en, zh]) problems.push(...checkMarkdown(file, text).map((problem) => ({ ...problem, line: yaml.lineOf(place) })));
  }
  return { yaml, value: yaml.value as T };
}

/** Ids are one name space, because an API client asks for a question by id alone. */
function checkAcross(topics: BankTopic[], problems: BankProblem[]): void {
  const owner = new Map<string, string>();
  for (const { source, items, seeded, challenges } of topics) {
    const here = [...[...items, ...seeded.map((one) => one.item)].map((item) => [item.id, `${source.id}/items.yaml`]), ...challenges.map((one) => [one.source.id, `${source.id}/${one.source.id}/question.yaml`])] as [string, string][];
    for (const [id, file] of here) {
      const first = owner.get(id);
      if (first !== undefined) problems.push({ file, line: 1, problem: `The id ${id} is taken by ${first}.`, cure: 'Choose another id; ids are never reused.' });
      owner.set(id, file);
    }
  }
}

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[_.]/.test(entry.name) && entry.name !== '__pycache__')
    .map((entry) => entry.name)
    .sort();
