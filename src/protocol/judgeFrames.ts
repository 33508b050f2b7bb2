import type { AnswerFile, SubmissionMode } from './answers.ts';
import type { Device, DeviceType, OfferedRuntime } from './devices.ts';
import type { IsolationReport } from './isolationReport.ts';
import type { JudgeEvidence, JudgeReport } from './judgeReport.ts';

/**
 * Frames between grader and judge: a 4-byte big-endian length, then that many bytes of UTF-8 JSON,
 * on the judge's stdin and stdout. Both ends are trusted; the length is still checked before reading.
 */
export const frameBytesMax = 32 * 1024 * 1024;

/** `drop`: nobody waits for the verdict on that job any more. It is answered all the same, by a fault as a rule. */
export type GraderFrame = GradeFrame | { id: number; op: 'drop' };

export type GradeFrame = {
  id: number;
  op: 'grade';
  question_id: string;
  question_revision: string;
  runtime: string;
  device: DeviceType;
  /** What the question would rather have had; the report says so. */
  device_missed: DeviceType | null;
  mode: SubmissionMode;
  files: AnswerFile[];
  /** Hex; null lets the judge draw a fresh secret. Set to replay a grade. */
  seed: string | null;
};

export type JudgeFrame =
  /** Sent when the judge may be given jobs, and again whenever a runtime has joined; the last one counts. */
  | {
      event: 'ready';
      isolation: IsolationReport;
      runtimes: OfferedRuntime[];
      /** The processor first. */
      devices: Device[];
      slots: number;
    }
  | { event: 'progress'; id: number; done: number; total: number }
  | { event: 'result'; id: number; report: JudgeReport; evidence: JudgeEvidence }
  /** We broke. `reason` is a stable word (`zygote_died`, `revision_unknown`, …); `detail` goes to the log only. */
  | { event: 'fault'; id: number; reason: string; detail: string };
