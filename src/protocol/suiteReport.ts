import type { Device, OfferedRuntime } from './devices.ts';
import type { IsolationReport } from './isolationReport.ts';

/** One attack in one runtime, as workers/hostile found it. */
export interface SuiteResult {
  id: string;
  name: string;
  runtime: string;
  /** `warmed`: it had rehearsed and waited. Reports of before there was a choice say nothing. */
  cell?: 'fresh' | 'warmed';
  attack: string;
  layer: string;
  expected: string;
  seen: string;
  held: boolean;
  /** Empty when it was held. */
  why: string;
  seconds: number;
}

/** What a whole run of the hostile suite proved about one machine. */
export interface SuiteReport {
  format: 1;
  started_at: string;
  finished_at: string;
  gradecheck_version: string;
  runtimes: OfferedRuntime[];
  /** Runtime -> why nothing ran in it. */
  left_out: Record<string, string>;
  device: Device;
  isolation: IsolationReport;
  held: number;
  total: number;
  attacks: SuiteResult[];
}

/** Lines on the suite's stdout. */
export type SuiteEvent =
  | { event: 'begin'; total: number; runtimes: OfferedRuntime[]; left_out: Record<string, string>; device: Device; isolation: IsolationReport }
  | ({ event: 'attack' } & SuiteResult)
  | { event: 'end'; held: number; total: number }
  /** It could not run; `reason` is a sentence. */
  | { event: 'broken'; reason: string };

/** `valid`: unchanged, by this machine's key. `other_key`: unchanged, by another key. `altered`: not what was signed. `unreadable`: no such report. */
export type SignatureState = 'valid' | 'other_key' | 'altered' | 'unreadable';

/** What a worker tells of its machine's last whole run. */
export interface SuiteSummary {
  finished_at: string;
  gradecheck_version: string;
  runtimes: { name: string; version: string }[];
  left_out: string[];
  held: number;
  total: number;
  signature: SignatureState;
  /** SHA-256 of the key that signed it, in hex: what two people compare. */
  key_fingerprint: string;
}
