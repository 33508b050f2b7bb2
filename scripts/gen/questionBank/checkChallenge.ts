import { backendsOf } from '../../../src/protocol/backends.ts';
import { devicesOf } from '../../../src/protocol/devices.ts';
import { sourceSuffixes } from '../../../src/protocol/mainFiles.ts';
import type { BankProblem } from './bankProblem.ts';
import { disagreement, textsOf } from './bilingual.ts';
import { blocks, checkMarkdown, compareStatements } from './checkMarkdown.ts';
import { readYaml, type YamlFile } from './readYaml.ts';
import type { FolderFiles } from './revision.ts';
import type { ChallengeSource, ExpectSource } from './sourceTypes.ts';
import { validate } from './validate.ts';

const solutionsMin = 2;
const wrongMin = 6;

/** Every promise about a challenge's folder that can be seen without running anything. `file` names start with `prefix`. */
export function checkChallenge(prefix: string, folderName: string, files: FolderFiles): { source: ChallengeSource | null; problems: BankProblem[] } {
  const problems: BankProblem[] = [];
  const missing = ['question.yaml', 'statement.en.md', 'statement.zh.md', 'expect.yaml', 'judge.py', 'design.md'].filter((name) => !files.has(name));
  for (const name of missing) problems.push({ file: `${prefix}/${name}`, line: 1, problem: 'The file is missing.', cure: 'Write it; questions/README.md says what belongs there.' });

  const question = readChecked<ChallengeSource>('question', prefix, files, problems);
  const expect = readChecked<ExpectSource>('expect', prefix, files, problems);
  if (question !== null) {
    checkQuestion(question.yaml, question.value, folderName, files, problems);
    if (expect !== null) checkLists(prefix, expect, question.value, files, problems);
    if (missing.length === 0) checkStatements(prefix, question.value, files, problems);
  }
  return { source: question?.value ?? null, problems };
}

interface Read<T> {
  yaml: YamlFile;
  value: T;
}

function readChecked<T>(name: 'question' | 'expect', prefix: string, files: FolderFiles, problems: BankProblem[]): Read<T> | null {
  const content = files.get(`${name}.yaml`);
  if (content === undefined) return null;
  const yaml = readYaml(`${prefix}/${name}.yaml`, content.toString('utf8'));
  const found = Array.isArray(yaml) ? yaml : validate(name, yaml);
  problems.push(...found);
  return Array.isArray(yaml) || found.length > 0 ? null : { yaml, value: yaml.value as T };
}

function checkQuestion(yaml: YamlFile, question: ChallengeSource, folderName: string, files: FolderFiles, problems: BankProblem[]): void {
  const report = (path: (string | number)[], problem: string, cure: string) => problems.push({ file: yaml.file, line: yaml.lineOf(path), problem, cure });
  if (question.id !== folderName) report(['id'], `The id ${question.id} differs from the folder's name ${folderName}.`, 'Name the folder after the id; an id never changes.');
  const ids = question.concepts.map((concept) => concept.id);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) report(['concepts', index, 'id'], `The concept ${id} comes twice.`, 'Give each concept an id of its own.');
  });
  if (question.limits.wall_seconds_per_case > question.limits.wall_seconds_total) report(['limits'], 'One case may take longer than all of them.', 'Raise wall_seconds_total.');
  checkDevice(question, report);
  checkBackends(question, report);
  for (const [runtime, { entry, signature }] of Object.entries(question.runtimes)) {
    if (!signature.startsWith(`${entry}(`)) report(['runtimes', runtime, 'signature'], `The signature does not start with ${entry}(.`, 'Write the call of the entry function.');
    const name = `starter/${runtime}${sourceSuffixes(runtime)[0]!}`;
    const starter = files.get(name)?.toString('utf8');
    if (starter === undefined) report(['runtimes', runtime], `${name} is missing.`, 'Write what a candidate starts from.');
    else if (![`def ${entry}(`, `class ${entry}:`, `class ${entry}(`, `export function ${entry}(`].some((head) => starter.includes(head))) report(['runtimes', runtime], `${name} does not define ${entry}.`, 'Let the starter show the entry function.');
  }
  for (const path of files.keys()) {
    const runtime = /^(?:starter|adapter|solutions|wrong)\/([^./]+)/.exec(path)?.[1];
    if (runtime !== undefined && !(runtime in question.runtimes)) report(['runtimes'], `${path} belongs to a runtime that is not listed.`, `Add ${runtime}, or remove the file.`);
  }
  for (const { path, en, zh } of textsOf(question)) {
    const said = disagreement(en, zh);
    if (said !== null) report(path, `${path.join('.')}: ${said}.`, 'Say the same in both languages, with numbers in digits.');
    for (const text of [en, zh]) problems.push(...checkMarkdown(yaml.file, text).map((found) => ({ ...found, line: yaml.lineOf(path) })));
  }
}

/** A need that a runtime can never meet would leave its answers in the queue for ever. */
function checkDevice({ device, runtimes }: ChallengeSource, report: (path: string[], problem: string, cure: string) => void): void {
  if (device === undefined) return;
  const wanted = 'needs' in device ? device.needs : device.prefers;
  const without = Object.keys(runtimes).filter((runtime) => !devicesOf(runtime).includes(wanted));
  if ('needs' in device ? without.length > 0 : without.length === Object.keys(runtimes).length) {
    report(['device'], `${without.join(' and ')} cannot run on ${wanted}.`, `Leave out ${'needs' in device ? 'that runtime' : 'the device'}.`);
  }
}

/** All that a runtime has to choose from computes on the processor. */
function checkBackends({ device, runtimes }: ChallengeSource, report: (path: string[], problem: string, cure: string) => void): void {
  const wanted = device && ('needs' in device ? device.needs : device.prefers);
  for (const [runtime, { needs_backend: backend }] of Object.entries(runtimes)) {
    if (backend === undefined) continue;
    const path = ['runtimes', runtime, 'needs_backend'];
    if (!backendsOf(runtime).includes(backend)) report(path, `${runtime} has no backend ${backend}: its answers would wait for ever.`, 'Drop the line.');
    else if (wanted && wanted !== 'cpu' && devicesOf(runtime).includes(wanted)) report(path, `The backend ${backend} computes on the processor, and the question asks for ${wanted}.`, 'Drop one of the two.');
  }
}

/** What expect.yaml lists and what the folder holds must be the same: an answer that is not listed would not be tested. */
function checkLists(prefix: string, { yaml, value }: Read<ExpectSource>, question: ChallengeSource, files: FolderFiles, problems: BankProblem[]): void {
  for (const runtime of Object.keys(question.runtimes)) {
    for (const [kind, least, listed] of [['solutions', solutionsMin, value.solutions[runtime] ?? []], ['wrong', wrongMin, Object.keys(value.wrong[runtime] ?? {})]] as const) {
      const folder = `${kind}/${runtime}/`;
      const present = [...files.keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
      const line = yaml.lineOf([kind, runtime]);
      for (const name of listed) {
        if (!sourceSuffixes(runtime).some((suffix) => name.endsWith(suffix))) problems.push({ file: yaml.file, line, problem: `${folder}${name} is no source of ${runtime}.`, cure: `Name it with ${sourceSuffixes(runtime).join(' or ')}.` });
      }
      for (const name of present) if (!listed.includes(name)) problems.push({ file: yaml.file, line, problem: `${folder}${name} is not listed.`, cure: 'List it, or it would never be tested.' });
      for (const name of listed) if (!present.includes(name)) problems.push({ file: yaml.file, line, problem: `${folder}${name} is listed and does not exist.`, cure: `Write ${prefix}/${folder}${name}, or drop the line.` });
      if (listed.length < least) problems.push({ file: yaml.file, line, problem: `${listed.length} ${kind} for ${runtime}.`, cure: `At least ${least} are asked for.` });
    }
  }
}

function checkStatements(prefix: string, question: ChallengeSource, files: FolderFiles, problems: BankProblem[]): void {
  const text = (lang: string) => files.get(`statement.${lang}.md`)!.toString('utf8');
  for (const lang of ['en', 'zh']) {
    const file = `${prefix}/statement.${lang}.md`;
    problems.push(...checkMarkdown(file, text(lang)));
    for (const [runtime, { entry }] of Object.entries(question.runtimes)) {
      if (!text(lang).includes(entry)) problems.push({ file, line: 1, problem: `The function ${entry} is never named.`, cure: `Show the signature of ${runtime}.` });
      if (!blocks(text(lang)).some((block) => block.info.startsWith(`example ${runtime} `))) {
        problems.push({ file, line: 1, problem: `There is no worked example for ${runtime}.`, cure: `Add a block that opens with: \`\`\`example ${runtime} <name of a public case>` });
      }
    }
    const { wall_seconds_per_case: perCase, wall_seconds_total: total, memory_mib: memory, disk_mib: disk } = question.limits;
    for (const limit of [`${perCase} s`, `${total} s`, `${memory} MiB`, ...(disk ? [`${disk} MiB`] : [])]) {
      if (!text(lang).includes(limit)) problems.push({ file, line: text(lang).split('\n').length, problem: `The limit "${limit}" of question.yaml is not stated.`, cure: 'State the limits as they are.' });
    }
  }
  problems.push(...compareStatements(`${prefix}/statement.zh.md`, text('en'), text('zh')));
}
