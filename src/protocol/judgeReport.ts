import type { Device } from './devices.ts';
import type { Verdict } from './verdicts.ts';

/** A sentence in each language of the bank. */
export interface LocalizedText {
  en: string;
  zh: string;
}

export interface ConceptResult {
  concept: string;
  passed: boolean;
  /** Set when the concept failed: what to think about, never the answer. */
  feedback?: LocalizedText;
}

/** A tensor shown to the candidate: complete when small, else its head and `truncated: true`. */
export interface ShownTensor {
  name: string;
  dtype: string;
  shape: number[];
  /** Row-major values; NaN and infinities as the strings "NaN", "Infinity", "-Infinity". */
  values: (number | string | boolean)[];
  truncated: boolean;
}

export interface Mismatch {
  output: string;
  index: number[];
  expected: number | string | boolean;
  returned: number | string | boolean;
}

export interface CaseResult {
  name: string;
  visibility: 'public' | 'hidden';
  concept: string;
  verdict: Verdict;
  /**
   * |returned - expected| and the bound atol + rtol*|expected|, both at the element that is worst against its bound:
   * wrong exactly when `max_error > tolerance`. Public cases only; absent where no finite values were compared.
   */
  max_error?: number;
  tolerance?: number;
  /** Class of the mistake (docs/glossary.md): `wrong_shape`, `wrong_dtype`, `nan_position`, `value`, `input_mutated`, … */
  mistake?: string;
  /** Public cases only, from here on. */
  message?: string;
  params?: Record<string, unknown>;
  inputs?: ShownTensor[];
  expected?: ShownTensor[];
  returned?: ShownTensor[];
  mismatches?: Mismatch[];
  stdout?: string;
  stdout_truncated?: boolean;
}

export interface PhaseTimings {
  queued?: number;
  prepare: number;
  start: number;
  run: number;
  compare: number;
}

/** What the judge says about one answer. Everything here may be shown to the candidate. */
export interface JudgeReport {
  verdict: Verdict;
  score: number;
  max_score: number;
  /** One sentence for a person: the syntax error's line, the first public exception, the limit that was hit. */
  message?: string;
  concepts: ConceptResult[];
  cases: CaseResult[];
  runtime: { name: string; version: string };
  device: Device;
  /** Milliseconds per phase; `queued` is added by the grader. */
  timings_ms: PhaseTimings;
}

/** What the judge keeps for a regrade or an appeal. Never leaves the service. */
export interface JudgeEvidence {
  /** Hex of the secret that the hidden cases were drawn from. */
  seed: string;
  worker?: string;
  isolation_level?: string;
  cells?: unknown[];
  /** Cases that came out near their bound and ran once more, and how many of them with another verdict: a question's noise on this worker. */
  borderline?: { reran: number; differed: number };
  /** What a second run saw, of an answer that had to be watched for forbidden built-ins. */
  watched?: { called: string | null; reproduced: boolean; cases: number };
}
