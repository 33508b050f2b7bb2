import { randomUUID } from 'node:crypto';
import type { components } from '../generated/api.d.ts';
import { type Api, ask, connect, type ConnectionOptions, type Submission } from './apiClient.ts';
import { CommandFailed } from './exit.ts';
import { followSubmission } from './followSubmission.ts';
import { paintFor, widthOf } from './output.ts';
import { parseAnswer } from './parseAnswer.ts';
import { chooseRuntime, readAnswerFiles } from './readAnswerFiles.ts';
import { renderVerdict } from './verdictTable.ts';

type Answer = components['schemas']['Answer'];

export interface SubmitOptions extends ConnectionOptions {
  runtime?: string;
  answer?: string;
  mode?: string;
  variant?: string;
  watch?: boolean;
  json?: boolean;
}

/** `gradecheck submit`: hands in an answer and waits for the verdict. 0: accepted; 1: not; 2: our fault, or never graded. */
export async function submit(questionId: string, files: string[], options: SubmitOptions): Promise<number> {
  const api = connect(options);
  const answer = await readAnswer(api, questionId, files, options);
  const submission = await handIn(api, questionId, answer, options);
  const final = await followSubmission(api, submission, options.watch ? watcher() : undefined);
  if (options.json) console.log(JSON.stringify(final, null, 2));
  else console.log(renderVerdict(final, { paint: paintFor(process.stdout), width: widthOf(process.stdout) }));
  return exitCodeOf(final);
}

export function exitCodeOf(submission: Submission): number {
  if (submission.status !== 'graded' || submission.verdict === 'grader_error') return 2;
  return submission.verdict === 'accepted' ? 0 : 1;
}

/** Sends the answer once, whatever the network does: a repeated request is recognised by its key. */
export async function handIn(api: Api, questionId: string, answer: Answer, { mode, variant }: { mode?: string; variant?: string } = {}): Promise<Submission> {
  if (mode !== undefined && mode !== 'grade' && mode !== 'precheck') throw new CommandFailed(`--mode is grade or precheck, not ${mode}.`);
  return ask(
    api,
    api.client.POST('/v1/submissions', {
      params: { query: { lang: api.lang }, header: { 'Idempotency-Key': randomUUID() } },
      body: { question_id: questionId, answer, ...(mode ? { mode } : {}), ...(variant === undefined ? {} : { variant }) },
    }),
  );
}

async function readAnswer(api: Api, questionId: string, files: string[], options: SubmitOptions): Promise<Answer> {
  const question = await ask(api, api.client.GET('/v1/questions/{question_id}', { params: { path: { question_id: questionId } } }));
  if (options.answer !== undefined) return parseAnswer(question.kind, options.answer);
  if (files.length === 0) throw new CommandFailed(`Say what to hand in: a file for a code question, --answer for a quiz question (${questionId} is ${question.kind}).`);
  if (question.kind !== 'code') throw new CommandFailed(`${questionId} is a ${question.kind} question: write the answer after --answer.`);
  const runtime = chooseRuntime(questionId, question.runtimes, files[0]!, options.runtime);
  return { kind: 'code', runtime, files: readAnswerFiles(files) };
}

/** Live lines on stderr, so that stdout stays the verdict alone. */
function watcher(): (submission: Submission) => void {
  const terminal = process.stderr.isTTY;
  let last = '';
  return (submission) => {
    const { status, progress } = submission;
    const text = status === 'running' && progress ? `running: case ${progress.done} of ${progress.total}` : status;
    if (text === last) return;
    last = text;
    const over = status !== 'queued' && status !== 'running';
    process.stderr.write(terminal ? `\r\x1b[2K${over ? '' : text}` : `${text}\n`);
  };
}
