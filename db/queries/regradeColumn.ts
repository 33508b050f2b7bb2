import type { RegradeRow } from '../rows.ts';

/** A regrade inside the JSON that a submission's row carries: the columns' own names, instants as text. */
export interface RawRegrade {
  device: RegradeRow['device'];
  status: RegradeRow['status'];
  verdict: RegradeRow['verdict'];
  score: number | null;
  max_score: number | null;
  report: RegradeRow['report'];
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

/**
 * The regrades of the submission that the surrounding query names, oldest first. Part of the same statement as
 * the row, so that the version read with them is theirs. Its evidence is left out, as everywhere.
 */
export const regradesOf = (submission: string): string => `(
  select coalesce(jsonb_agg(to_jsonb(again) - 'evidence' - 'submission_id' order by again.created_at, again.device), '[]')
  from gradecheck.regrades again where again.submission_id = ${submission}.id)`;

/** As JSON text where drizzle reads it, parsed where the driver does. */
export const toRegradeRows = (raw: string | RawRegrade[]): RegradeRow[] => (typeof raw === 'string' ? (JSON.parse(raw) as RawRegrade[]) : raw).map(toRegradeRow);

function toRegradeRow(raw: RawRegrade): RegradeRow {
  return {
    device: raw.device,
    status: raw.status,
    verdict: raw.verdict,
    score: raw.score,
    maxScore: raw.max_score,
    report: raw.report,
    createdAt: new Date(raw.created_at),
    startedAt: raw.started_at === null ? null : new Date(raw.started_at),
    finishedAt: raw.finished_at === null ? null : new Date(raw.finished_at),
  };
}
