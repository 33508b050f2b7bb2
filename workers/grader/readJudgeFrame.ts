import { judgeFrame } from '../../src/generated/judgeFrame.js';
import type { JudgeFrame } from '../../src/protocol/judgeFrames.ts';

/** A result that is none: one of our own mistakes, and that of one job only. */
export interface MalformedResult {
  event: 'malformed';
  id: number;
  /** Where, and what; nothing of the answer. */
  detail: string;
}

/**
 * What a judge said, checked before anybody relies on it: a report is stored as it is, and shown as long as the submission lives.
 * Its length was limited before it was read. Throws where not even a job can be blamed.
 */
export function readJudgeFrame(message: unknown): JudgeFrame | MalformedResult {
  if (judgeFrame(message)) return message as JudgeFrame;
  const { instancePath = '', message: complaint = 'does not fit' } = judgeFrame.errors?.[0] ?? {};
  const detail = `${instancePath || 'the frame'} ${complaint}`;
  const { event, id } = Object(message) as { event?: unknown; id?: unknown };
  if (event !== 'result' || !Number.isInteger(id)) throw new Error(`The judge sent a frame that is none: ${detail}`);
  return { event: 'malformed', id: id as number, detail };
}
