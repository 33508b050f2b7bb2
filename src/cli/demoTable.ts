import type { DemoResult } from './demo.ts';
import { printable, renderTable } from './output.ts';
import { figure, type Look, milliseconds, worstCase } from './verdictTable.ts';

/** Two tables: what was decided and how fast; and for each wrong answer which concepts failed, and what its author is told. */
export function renderDemo(results: DemoResult[], look: Look): string {
  return [verdicts(results, look), '', failures(results, look), '', closing(results)].join('\n');
}

function verdicts(results: DemoResult[], { paint, width }: Look): string {
  const phases = ['queued', 'prepare', 'start', 'run', 'compare'] as const;
  return renderTable(
    [
      { head: 'answer', grows: true },
      { head: 'verdict' },
      { head: 'concepts\npassed', align: 'right' },
      { head: 'largest error\nand its limit', align: 'right' },
      { head: 'ms: queued / prepare /\nstart / run / compare', align: 'right' },
    ],
    results.map(({ answer, submission }) => {
      const verdict = submission.verdict ?? submission.status;
      const passed = submission.concepts.filter((concept) => concept.passed).length;
      const worst = worstCase(submission.cases);
      return [
        `${answer.label}\n${paint.dim(`${answer.runtime} ${submission.runtime?.version ?? ''}`)}`,
        verdict === 'accepted' ? paint.good(verdict) : paint.bad(verdict),
        submission.concepts.length > 0 ? `${passed} of ${submission.concepts.length}` : '',
        worst ? `${figure(worst.max_error)}\nof ${figure(worst.tolerance)}` : '',
        phases.map((phase) => (submission.timings_ms?.[phase] === undefined ? '–' : milliseconds(submission.timings_ms[phase]))).join(' / '),
      ];
    }),
    width,
  );
}

function failures(results: DemoResult[], { paint, width }: Look): string {
  const rows = results.flatMap(({ answer, submission }) =>
    submission.concepts
      .filter((concept) => !concept.passed)
      .map((concept, at) => [at === 0 ? answer.label : '', paint.bad(printable(concept.concept)), casesOf(submission, concept.concept), printable(concept.feedback ?? '')]),
  );
  if (rows.length === 0) return 'No answer failed a concept.';
  return renderTable([{ head: 'answer', grows: true }, { head: 'concept that failed' }, { head: 'mistakes seen', grows: true }, { head: 'what its author is told', grows: true }], rows, width);
}

function casesOf(submission: DemoResult['submission'], concept: string): string {
  const seen = submission.cases.filter((one) => one.concept === concept && one.verdict !== 'accepted').map((one) => one.mistake ?? one.verdict);
  return [...new Set(seen)].map(printable).join(', ');
}

function closing(results: DemoResult[]): string {
  const off = results.filter(({ answer, submission }) => submission.verdict !== answer.expected);
  if (off.length === 0) return 'All four verdicts are as they must be: two right answers accepted, two wrong ones found out by concept.';
  return off.map(({ answer, submission }) => `${answer.label}: expected ${answer.expected}, got ${submission.verdict ?? submission.status}. ${submission.message ?? ''}`).join('\n');
}
