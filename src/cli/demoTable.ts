import type { DemoResult } from './demo.ts';
import { printable, renderTable } from './output.ts';
import { figure, type Look, milliseconds, worstCase } from './verdictTable.ts';

/** Two tables: what was decided and how fast; and for each wrong answer which concepts failed, and what its author is told. */
export function renderDemo(results: DemoResult[], look: Look): string {
  return [verdicts(results, look), '', failures(results, look), '', closing(results)].join('\n');
}

function verdicts(results: DemoResult[], { paint, width }: Look): string {
  return renderTable(
    [{ head: 'answer', grows: true }, { head: 'verdict' }, { head: 'concepts\npassed', align: 'right' }, { head: 'largest\nerror', align: 'right' }, { head: 'ms per phase' }],
    results.map(({ answer, submission }) => {
      const verdict = submission.verdict ?? submission.status;
      const passed = submission.concepts.filter((concept) => concept.passed).length;
      const worst = worstCase(submission.cases);
      return [
        `${answer.question}\n${answer.label}\n${paint.dim(`${answer.runtime} ${submission.runtime?.version ?? ''}`)}`,
        verdict === 'accepted' ? paint.good(verdict) : paint.bad(verdict),
        submission.concepts.length > 0 ? `${passed} of ${submission.concepts.length}` : '',
        worst ? `${figure(worst.max_error)}\nlimit ${figure(worst.tolerance)}` : '',
        phaseLines(submission, width),
      ];
    }),
    width,
  );
}

function phaseLines(submission: DemoResult['submission'], width: number): string {
  const timings = submission.timings_ms ?? {};
  const named = (['queued', 'prepare', 'start', 'run', 'compare'] as const).flatMap((phase) => (timings[phase] === undefined ? [] : [`${phase} ${milliseconds(timings[phase])}`]));
  if (width < 100) return named.join('\n');
  return [named.slice(0, 2), named.slice(2, 4), named.slice(4)].map((line) => line.join(', ')).join('\n');
}

/** One block per wrong answer, so that the sentences have the width to themselves. */
function failures(results: DemoResult[], { paint, width }: Look): string {
  const blocks = results
    .filter(({ submission }) => submission.concepts.some((concept) => !concept.passed))
    .map(({ answer, submission }) => {
      const rows = submission.concepts
        .filter((concept) => !concept.passed)
        .map((concept) => [paint.bad(printable(concept.concept)), mistakesOf(submission, concept.concept), printable(concept.feedback ?? '')]);
      const table = renderTable([{ head: 'concept that failed' }, { head: 'mistakes seen' }, { head: 'what its author is told', grows: true }], rows, width);
      return `${paint.bold(`What is wrong with ${answer.question}, ${answer.label}:`)}\n${table}`;
    });
  return blocks.join('\n\n') || 'No answer failed a concept.';
}

/** What kind of mistake its cases show, hidden ones included. */
function mistakesOf(submission: DemoResult['submission'], concept: string): string {
  const seen = submission.cases.filter((one) => one.concept === concept && one.verdict !== 'accepted').map((one) => one.mistake ?? one.verdict);
  return [...new Set(seen)].map(printable).join('\n');
}

function closing(results: DemoResult[]): string {
  const off = results.filter(({ answer, submission }) => submission.verdict !== answer.expected);
  if (off.length === 0) return 'All four verdicts are as they must be: two right answers accepted, two wrong ones found out by concept.';
  return off.map(({ answer, submission }) => `${answer.question}, ${answer.label}: expected ${answer.expected}, got ${submission.verdict ?? submission.status}. ${submission.message ?? ''}`).join('\n');
}
