import { readLocalState } from '../local/localState.ts';
import { localPaths, type LocalPaths } from '../local/paths.ts';
import { type Api, connectTo, type Submission } from './apiClient.ts';
import { type DemoAnswer, readDemoAnswers } from './demoAnswers.ts';
import { renderDemo } from './demoTable.ts';
import { followSubmission } from './followSubmission.ts';
import { paintFor, widthOf } from './output.ts';
import { startForDemo } from './startForDemo.ts';
import { handIn } from './submit.ts';

export interface DemoResult {
  answer: DemoAnswer;
  submission: Submission;
}

/** `gradecheck demo`. Exit code 0 when every answer got the verdict that it deserves. */
export async function demo(options: { json?: boolean }): Promise<number> {
  const paths = localPaths();
  const running = await runningServer(paths);
  const started = running ? undefined : await startForDemo(paths);
  try {
    const results = await gradeAll(running ?? started!.api, readDemoAnswers(paths.root));
    if (options.json) console.log(JSON.stringify(results.map(({ answer, submission }) => ({ question: answer.question, label: answer.label, expected: answer.expected, submission })), null, 2));
    else console.log(renderDemo(results, { paint: paintFor(process.stdout), width: widthOf(process.stdout) }));
    return results.every(({ answer, submission }) => submission.verdict === answer.expected) ? 0 : 2;
  } finally {
    await started?.stop();
  }
}

async function gradeAll(api: Api, answers: DemoAnswer[]): Promise<DemoResult[]> {
  const results: DemoResult[] = [];
  for (const answer of answers) {
    process.stderr.write(`  grading ${answer.question}, ${answer.label} (${answer.runtime}) …\n`);
    const submission = await handIn(api, answer.question, { kind: 'code', runtime: answer.runtime, files: [{ path: 'solution.py', content: answer.source }] });
    results.push({ answer, submission: await followSubmission(api, submission) });
  }
  return results;
}

async function runningServer(paths: LocalPaths): Promise<Api | undefined> {
  const local = readLocalState(paths.localState);
  if (!local) return undefined;
  try {
    const ready = await fetch(`${local.url}/readyz`, { signal: AbortSignal.timeout(2000) });
    return ready.ok ? connectTo(local.url, local.api_key) : undefined;
  } catch {
    return undefined;
  }
}
