import type { components } from '../generated/api.d.ts';
import type { Submission } from './apiClient.ts';
import { type Paint, printable, renderTable } from './output.ts';

type CaseResult = components['schemas']['CaseResult'];

export interface Look {
  paint: Paint;
  width: number;
}

/** The verdict for a person: what was decided, which concepts hold, and for each case how far off it was. */
export function renderVerdict(submission: Submission, look: Look): string {
  const parts = [headline(submission, look.paint)];
  if (submission.message) parts.push(printable(submission.message));
  if (submission.concepts.length > 0) parts.push(conceptTable(submission, look));
  if (submission.cases.length > 0) parts.push(caseTable(submission, look));
  parts.push(...publicDetails(submission.cases, look.paint));
  parts.push(...deviceLines(submission, look.paint));
  if (submission.timings_ms) parts.push(look.paint.dim(`Time in ms: ${describeTimings(submission)}`));
  return parts.join('\n');
}

export function headline(submission: Submission, paint: Paint): string {
  const verdict = submission.verdict ?? submission.status;
  const mark = verdict === 'accepted' ? paint.good(verdict) : verdict === 'grader_error' ? paint.warn(verdict) : paint.bad(verdict);
  const score = submission.score === null || submission.max_score === null ? '' : `  ${submission.score} of ${submission.max_score} points`;
  const where = submission.runtime ? `  (${submission.runtime.name} ${submission.runtime.version ?? ''}${submission.device ? `, ${submission.device.type}` : ''})` : '';
  return `${submission.question_id}: ${paint.bold(mark)}${score}${printable(where)}  ${paint.dim(submission.id)}`;
}

/** What it waits for, what graded it, what should have, and what other devices said. */
function deviceLines({ waiting_for, device, regrades }: Submission, paint: Paint): string[] {
  const lines: string[] = [];
  if (waiting_for) lines.push(paint.warn(printable(waiting_for.text)));
  if (device?.fallback_from) lines.push(paint.warn(`Graded on ${device.type}, because no live worker offers ${device.fallback_from}.`));
  if (device && device.type !== 'none') lines.push(paint.dim(printable(`Graded on ${describeDevice(device)}`)));
  for (const again of regrades) {
    const verdict = again.verdict ?? again.status;
    const score = again.score === null ? '' : `  ${again.score} of ${again.max_score} points`;
    lines.push(`On ${again.device}: ${again.verdict === 'accepted' ? paint.good(verdict) : paint.bad(verdict)}${score}${again.graded_on ? paint.dim(printable(`  (${describeDevice(again.graded_on)})`)) : ''}`);
  }
  return lines;
}

function describeDevice({ name, driver, libraries }: NonNullable<Submission['device']>): string {
  const versions = Object.entries(libraries).map(([library, version]) => `${library} ${version}`);
  return [name, ...(driver ? [`driver ${driver}`] : []), ...versions].join(', ');
}

export function describeTimings(submission: Submission): string {
  const phases = ['queued', 'prepare', 'start', 'run', 'compare'] as const;
  return phases.flatMap((phase) => (submission.timings_ms?.[phase] === undefined ? [] : [`${phase} ${milliseconds(submission.timings_ms[phase])}`])).join(' · ');
}

export const milliseconds = (ms: number) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));

function conceptTable(submission: Submission, { paint, width }: Look): string {
  return renderTable(
    [{ head: 'concept' }, { head: 'result' }, { head: 'what to think about', grows: true }],
    submission.concepts.map((concept) => [printable(concept.concept), concept.passed ? paint.good('passed') : paint.bad('failed'), printable(concept.feedback ?? '')]),
    width,
  );
}

function caseTable(submission: Submission, { paint, width }: Look): string {
  return renderTable(
    [{ head: 'case', grows: true }, { head: 'shown' }, { head: 'verdict' }, { head: 'mistake' }, { head: 'largest\nerror', align: 'right' }, { head: 'its\nlimit', align: 'right' }],
    submission.cases.map((one) => [
      printable(one.name),
      one.visibility,
      one.verdict === 'accepted' ? paint.good(one.verdict) : paint.bad(one.verdict),
      printable(one.mistake ?? ''),
      figure(one.max_error),
      figure(one.tolerance),
    ]),
    width,
  );
}

/** Two digits are enough to compare an error with its limit; the power of ten is what is read. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '';
  if (value === 0) return '0';
  return value >= 0.001 && value < 1000 ? value.toPrecision(2) : value.toExponential(1);
}

/** The case that comes closest to its limit, or goes furthest beyond it. */
export function worstCase(cases: CaseResult[]): CaseResult | undefined {
  const share = (one: CaseResult) => (one.tolerance === 0 ? (one.max_error === 0 ? 0 : Infinity) : one.max_error! / one.tolerance!);
  return cases.filter((one) => one.max_error !== undefined && one.tolerance !== undefined).sort((a, b) => share(b) - share(a))[0];
}

function publicDetails(cases: CaseResult[], paint: Paint): string[] {
  return cases
    .filter((one) => one.visibility === 'public' && one.verdict !== 'accepted')
    .flatMap((one) => {
      const lines = [paint.bold(printable(one.name))];
      if (one.message) lines.push(`  ${printable(one.message)}`);
      for (const miss of (one.mismatches ?? []).slice(0, 3)) {
        lines.push(`  ${printable(miss.output)}[${miss.index.join(', ')}]: expected ${String(miss.expected)}, returned ${printable(String(miss.returned))}`);
      }
      if (one.stdout) lines.push('  printed:', ...printable(one.stdout).split('\n').slice(0, 10).map((line) => `    ${line}`));
      return lines.length > 1 ? lines : [];
    });
}
