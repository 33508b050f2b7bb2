import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { localPaths, type LocalPaths } from '../local/paths.ts';
import { progressTo } from '../local/progress.ts';
import { untilSignal } from '../local/stopOnSignals.ts';
import { CommandFailed } from './exit.ts';
import { allFolders, folderOf } from './newQuestion.ts';
import { setUpGrading } from './setup.ts';

/**
 * `gradecheck questions check`: the judge grades every solution and every wrong answer of a folder, in real cells, and compares
 * with what each must get. What held and cannot have changed since is remembered; never in CI, where nobody looks twice.
 */
export async function checkQuestions(named: string[], options: { json?: boolean; runtime?: string; fresh?: boolean }): Promise<number> {
  const remember = process.env.CI ? [] : ['--remember', join(localPaths().home, 'checked'), ...(options.fresh ? ['--fresh'] : [])];
  return runInCells('check.py', named, options, remember);
}

/** `gradecheck questions mutate`: wrong variants of each solution, made by machine, and how many of them the question catches. */
export async function mutateQuestions(named: string[], options: { json?: boolean; runtime?: string; all?: boolean }): Promise<number> {
  if (named.length === 0 && !options.all) throw new CommandFailed('Name a question, or write --all for every one.');
  return runInCells(join('mutate', '__main__.py'), options.all ? [] : named, options);
}

/** Runs one of the judge's tools over question folders (all when none is named), once grading is set up. */
async function runInCells(tool: string, named: string[], options: { json?: boolean; runtime?: string }, more: string[] = []): Promise<number> {
  const paths = localPaths();
  const folders = named.length > 0 ? named.map((name) => questionFolder(paths, name)) : allFolders(paths.root);
  const problems = await untilSignal((signal) => setUpGrading({ paths, env: process.env, progress: progressTo(process.stderr), signal }, { withTests: false }));
  if (problems.length > 0) throw new CommandFailed(problems.map((problem) => `${problem.message} ${problem.cure}`).join('\n'));
  return runTool(paths, tool, [...folders, ...(options.json ? ['--json'] : []), ...(options.runtime ? ['--runtime', options.runtime] : []), ...more]);
}

function questionFolder(paths: LocalPaths, name: string): string {
  const asPath = resolve(name);
  const folder = existsSync(join(asPath, 'question.yaml')) ? asPath : folderOf(paths.root, name);
  if (!folder) throw new CommandFailed(`${name} is neither a question's id nor a folder with a question.yaml.`);
  return folder;
}

function runTool(paths: LocalPaths, tool: string, args: string[]): Promise<number> {
  const script = join(paths.root, 'workers', 'judge', tool);
  return new Promise((done, reject) => {
    const child = spawn(paths.python, ['-I', script, '--build', paths.build, ...args], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => done(code ?? 2));
  });
}
