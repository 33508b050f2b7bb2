import type { Answer, QuestionKind, SubmissionMode } from '../src/protocol/answers.ts';
import type { Device, DeviceType, OfferedRuntime } from '../src/protocol/devices.ts';
import type { IsolationReport } from '../src/protocol/isolationReport.ts';
import type { JudgeEvidence, JudgeReport } from '../src/protocol/judgeReport.ts';
import type { RegradeStatus, SubmissionStatus, Verdict } from '../src/protocol/verdicts.ts';

/** What the database hands out. Instants are `Date`s of whole milliseconds; 64-bit ids are decimal strings. */

export interface TenantRow {
  id: string;
  name: string;
  createdAt: Date;
}

export const apiKeyScopes = ['read', 'submit', 'admin'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** A key without its secret: the hash never leaves the database. */
export interface ApiKeyRow {
  id: string;
  tenantId: string;
  name: string;
  /** The last four characters of the key's text, so that a person can tell keys apart. */
  hint: string;
  scopes: ApiKeyScope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export interface SubmissionProgress {
  done: number;
  total: number;
}

/** One submission. The evidence (secret seed) is left out on purpose: what is never read is never leaked. */
export interface SubmissionRow {
  id: string;
  tenantId: string;
  questionId: string;
  questionRevision: string;
  /** Set exactly when the question is seeded. */
  variant: string | null;
  kind: QuestionKind;
  /** Set exactly when `kind` is `code`. */
  runtime: string | null;
  /** What the question needs, or would rather have (`deviceStrict` false); null where any device will do. */
  device: DeviceType | null;
  deviceStrict: boolean;
  mode: SubmissionMode;
  answer: Answer;
  metadata: Record<string, unknown>;
  status: SubmissionStatus;
  /** `grader_error` exactly when `status` is `failed`. */
  verdict: Verdict | null;
  score: number | null;
  maxScore: number | null;
  report: JudgeReport | null;
  progress: SubmissionProgress | null;
  /** Further verdicts, the oldest first. */
  regrades: RegradeRow[];
  /** Raised by every change a client can see; the id of its event in a stream. */
  version: number;
  /** False for a precheck, a cancelled submission, and whenever we broke. */
  attemptCharged: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A further verdict on the same answer, from another device. */
export interface RegradeRow {
  device: DeviceType;
  status: RegradeStatus;
  verdict: Verdict | null;
  score: number | null;
  maxScore: number | null;
  report: JudgeReport | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** What a regrade or an appeal needs. Only operators' tools may ask for it. */
export interface EvidenceRow {
  submissionId: string;
  evidence: JudgeEvidence | null;
}

export interface WorkerRow {
  id: string;
  name: string;
  startedAt: Date;
  lastSeenAt: Date;
  isolation: IsolationReport;
  runtimes: OfferedRuntime[];
  /** The processor first. */
  devices: Device[];
  slots: number;
}

/** Who did it, for the audit log: an API key's id or a name such as `cli`; and the request that carried it. */
export interface AuditContext {
  actor: string;
  requestId: string | null;
}
