import type { Database } from '../../db/createDatabase.ts';
import { acceptSubmission as storeSubmission } from '../../db/queries/acceptSubmission.ts';
import type { SubmissionRow } from '../../db/rows.ts';
import { ApiError } from '../errors/apiError.ts';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/ids.ts';
import type { Answer, CodeAnswer, QuizAnswer, SubmissionMode } from '../protocol/answers.ts';
import { devicesOf, type WantedDevice } from '../protocol/devices.ts';
import { isFinal } from '../protocol/verdicts.ts';
import type { ItemKeys } from '../questions/itemKeys.ts';
import { neededBackend } from '../questions/neededBackend.ts';
import { isComplete, type QuestionCatalogue } from '../questions/questionCatalogue.ts';
import { defaultVariant, renderVariant, type SeededItems } from '../questions/seeded/renderVariant.ts';
import type { Question, QuizQuestion, SeededQuestion } from '../questions/types.ts';
import { checkAnswerFiles } from './answerFiles.ts';
import { gradeQuizAnswer } from './gradeQuizAnswer.ts';
import type { SubmissionChanges } from './submissionChanges.ts';
import { waitUntilFinal } from './watchSubmission.ts';

export interface AcceptDeps {
  db: Database;
  catalogue: QuestionCatalogue;
  itemKeys: ItemKeys;
  seededItems: SeededItems;
  changes: SubmissionChanges;
  clock: Clock;
}

export interface NewSubmission {
  tenantId: string;
  /** For the audit log. */
  actor: string;
  requestId: string;
  questionId: string;
  /** Of a seeded question; elsewhere it means nothing. */
  variant?: string | undefined;
  answer: Answer;
  mode: SubmissionMode;
  metadata: Record<string, string>;
  idempotency?: { key: string; fingerprint: Uint8Array } | undefined;
  /** How long to wait for a verdict, in seconds; 0 does not wait. */
  waitSeconds: number;
  /** Aborts when the caller has gone: the submission stays, the waiting ends. */
  signal: AbortSignal;
}

export interface Accepted {
  submission: SubmissionRow;
  /** This is what an earlier request with the same idempotency key made. */
  replayed: boolean;
}

/** Stores an answer that fits its question: with its verdict when that needs no worker, else with a job for one. Throws what the caller did wrong. */
export async function acceptSubmission(deps: AcceptDeps, input: NewSubmission): Promise<Accepted> {
  const question = findQuestion(deps.catalogue, input.questionId);
  checkFit(question, input);
  const variant = question.seeded ? (input.variant ?? defaultVariant) : null;
  const graded = question.kind === 'code' ? undefined : await gradeQuiz(deps, question, input, variant);
  const id = newId('sub', deps.clock.now());
  // Before the job exists: a verdict may come sooner than the next line.
  const subscription = deps.changes.subscribe(id, true);
  try {
    const { outcome, submission } = await storeSubmission(deps.db, {
      id,
      tenantId: input.tenantId,
      questionId: question.id,
      questionRevision: question.revision,
      kind: question.kind,
      variant,
      runtime: input.answer.kind === 'code' ? input.answer.runtime : null,
      device: wantedDevice(question, input.answer),
      needsBackend: input.answer.kind === 'code' ? neededBackend(question, input.answer.runtime) : null,
      mode: input.mode,
      answer: input.answer,
      metadata: input.metadata,
      requestId: input.requestId,
      actor: input.actor,
      idempotency: input.idempotency,
      graded,
    });
    if (outcome === 'conflict') throw new ApiError('idempotency_key_reused');
    const replayed = outcome === 'replayed';
    if (isFinal(submission.status) || input.waitSeconds === 0) return { submission, replayed };
    const watched = replayed ? deps.changes.subscribe(submission.id, true) : subscription;
    try {
      const settled = await waitUntilFinal(deps, submission, { subscription: watched, seconds: input.waitSeconds, signal: input.signal });
      return { submission: settled, replayed };
    } finally {
      watched.close();
    }
  } finally {
    subscription.close();
  }
}

/** A seeded question is graded as the variant that was answered; its figures are drawn again, never taken from the caller. */
async function gradeQuiz({ seededItems, itemKeys }: AcceptDeps, question: Exclude<Question | SeededQuestion, { kind: 'code' }>, { tenantId, answer }: NewSubmission, variant: string | null) {
  if (isComplete(question)) return gradeQuizAnswer(itemKeys[question.id], question as QuizQuestion, answer as QuizAnswer);
  const rendered = await renderVariant(seededItems, question, { tenantId, variant: variant ?? defaultVariant });
  return gradeQuizAnswer(rendered.key, rendered.question, answer as QuizAnswer);
}

/** What a question wishes for counts only where the runtime could have it; what it needs, the bank's check grants that each runtime can. */
function wantedDevice(question: Question | SeededQuestion, answer: Answer): WantedDevice | null {
  if (question.kind !== 'code' || answer.kind !== 'code' || question.device === null) return null;
  return devicesOf(answer.runtime).includes(question.device.type) ? question.device : null;
}

function findQuestion(catalogue: QuestionCatalogue, id: string): Question | SeededQuestion {
  const question = catalogue.get(id);
  if (question === undefined) throw new ApiError('question_not_found', { detail: `There is no question "${id}".`, errors: [{ pointer: '/question_id', detail: 'No question has this id.' }] });
  return question;
}

function checkFit(question: Question | SeededQuestion, { answer, mode }: NewSubmission): void {
  if (answer.kind !== question.kind) {
    throw new ApiError('answer_kind_mismatch', { errors: [{ pointer: '/answer/kind', detail: `The question is of kind ${question.kind}, the answer of kind ${answer.kind}.` }] });
  }
  if (question.kind === 'code') {
    const { runtime, files } = answer as CodeAnswer;
    if (!question.runtimes.includes(runtime)) {
      throw new ApiError('runtime_not_offered', { errors: [{ pointer: '/answer/runtime', detail: `The question is answered in ${question.runtimes.join(' or ')}.` }] });
    }
    checkAnswerFiles(runtime, files);
  } else if (mode === 'precheck') {
    throw new ApiError('mode_not_offered', { errors: [{ pointer: '/mode', detail: 'Only code questions have public cases to check.' }] });
  }
}
