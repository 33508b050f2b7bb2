import type { SuiteSummary } from './suiteReport.ts';

/** One protective layer around a cell, as probed on the grading machine itself. */
export interface IsolationLayer {
  name: string;
  holds: boolean;
  required: boolean;
  /** How it was proved, or what is missing and how to get it. */
  detail: string;
}

export interface IsolationReport {
  checked_at: string;
  serves: boolean;
  layers: IsolationLayer[];
  /** Attacks run at start against one's own cell. */
  selftest: { name: string; held: boolean; expected: string; seen: string }[];
  kernel: string;
  /** This machine's last whole run of the hostile suite; the worker adds it where there was one. */
  suite?: SuiteSummary;
}
