import type { RegradeRow, SubmissionRow } from '../../db/rows.ts';
import type { components } from '../generated/api.d.ts';
import { queueLine } from '../protocol/backends.ts';
import type { Device } from '../protocol/devices.ts';
import type { CaseResult, ConceptResult, JudgeReport } from '../protocol/judgeReport.ts';
import { neededBackend } from '../questions/neededBackend.ts';
import type { QuestionCatalogue } from '../questions/questionCatalogue.ts';

type Submission = components['schemas']['Submission'];
type SubmissionSummary = components['schemas']['SubmissionSummary'];
type Lang = 'en' | 'zh';

/**
 * A stored submission as its owner may see it. Fields are named one by one: what a judge adds later stays inside until somebody decides.
 * (And spreading an object here made this hot path five times slower.)
 */
export function viewSubmission(row: SubmissionRow, lang: Lang, catalogue: QuestionCatalogue): Submission {
  const { report } = row;
  const isCode = row.kind === 'code';
  const summary = summarizeSubmission(row);
  return {
    id: summary.id,
    question_id: summary.question_id,
    question_revision: summary.question_revision,
    variant: summary.variant,
    kind: summary.kind,
    mode: summary.mode,
    status: summary.status,
    verdict: summary.verdict,
    score: summary.score,
    max_score: summary.max_score,
    version: summary.version,
    metadata: summary.metadata,
    created_at: summary.created_at,
    started_at: summary.started_at,
    finished_at: summary.finished_at,
    progress: row.progress,
    waiting_for: waitingFor(row, lang, catalogue),
    message: report?.message ?? null,
    concepts: report === null ? [] : report.concepts.map((concept) => viewConcept(concept, lang)),
    cases: report === null ? [] : report.cases.map(viewCase),
    runtime: isCode ? runtimeOf(row, report) : null,
    device: isCode && report !== null ? viewDevice(report.device) : null,
    timings_ms: isCode && report !== null ? report.timings_ms : null,
    regrades: row.regrades.map((regrade) => viewRegrade(regrade, lang)),
  };
}

/** The same without what was found out: for lists. */
export function summarizeSubmission(row: SubmissionRow): SubmissionSummary {
  return {
    id: row.id,
    question_id: row.questionId,
    question_revision: row.questionRevision,
    variant: row.variant,
    kind: row.kind,
    mode: row.mode,
    status: row.status,
    verdict: row.verdict,
    score: row.score,
    max_score: row.maxScore,
    version: row.version,
    metadata: row.metadata as Record<string, string>,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt === null ? null : row.startedAt.toISOString(),
    finished_at: row.finishedAt === null ? null : row.finishedAt.toISOString(),
  };
}

function viewRegrade(row: RegradeRow, lang: Lang): Submission['regrades'][number] {
  const { report } = row;
  return {
    device: row.device,
    status: row.status,
    verdict: row.verdict,
    score: row.score,
    max_score: row.maxScore,
    message: report?.message ?? (row.status === 'failed' ? brokeOnOurSide[lang] : null),
    concepts: report === null ? [] : report.concepts.map((concept) => viewConcept(concept, lang)),
    cases: report === null ? [] : report.cases.map(viewCase),
    runtime: report === null ? null : { name: report.runtime.name, version: report.runtime.version },
    graded_on: report === null ? null : viewDevice(report.device),
    timings_ms: report === null ? null : report.timings_ms,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt === null ? null : row.startedAt.toISOString(),
    finished_at: row.finishedAt === null ? null : row.finishedAt.toISOString(),
  };
}

const brokeOnOurSide: Record<Lang, string> = {
  en: 'Grading broke on our side several times. The first verdict stands; ask again to try anew.',
  zh: '我方评测多次出错。原判定不受影响；可再次请求重新评测。',
};

/** Verdicts from before devices were described have a type and a name only. */
export const viewDevice = ({ type, name, driver, libraries, fallback_from }: Device) => ({ type, name, driver: driver ?? null, libraries: libraries ?? {}, fallback_from: fallback_from ?? null });

function waitingFor({ status, questionId, runtime, device, deviceStrict }: SubmissionRow, lang: Lang, catalogue: QuestionCatalogue): Submission['waiting_for'] {
  if (status !== 'queued' || runtime === null) return null;
  const needed = deviceStrict ? device : null;
  const line = queueLine(runtime, neededBackend(catalogue.get(questionId), runtime));
  const kind = needed === null ? line : `${line} (${needed})`;
  const text = lang === 'zh' ? `等待一台提供 ${kind} 的评测机。` : `It waits for a worker that offers ${line}${needed === null ? '' : ` on ${needed}`}.`;
  return { runtime, device: needed, text };
}

function viewConcept({ concept, passed, feedback }: ConceptResult, lang: Lang): Submission['concepts'][number] {
  return feedback === undefined ? { concept, passed } : { concept, passed, feedback: feedback[lang] };
}

/** A hidden case shows its concept and the class of the mistake. Anything more, and its inputs could be found out answer by answer. */
function viewCase(result: CaseResult): Submission['cases'][number] {
  const { name, visibility, concept, verdict, mistake } = result;
  if (visibility === 'hidden') return { name, visibility, concept, verdict, mistake };
  const { max_error, tolerance, message, params, inputs, expected, returned, mismatches, stdout, stdout_truncated } = result;
  return { name, visibility, concept, verdict, mistake, max_error, tolerance, message, params, inputs, expected, returned, mismatches, stdout, stdout_truncated };
}

function runtimeOf(row: SubmissionRow, report: JudgeReport | null): Submission['runtime'] {
  if (report !== null) return { name: report.runtime.name, version: report.runtime.version };
  return row.runtime === null ? null : { name: row.runtime, version: null };
}
