import type { LocalizedText } from '../../protocol/judgeReport.ts';

/** What a kind's grader says: a share of the points, and the parts that were right or wrong with what to think about. */
export interface ItemOutcome {
  /** 0 to 1; exactly 1 means accepted. */
  share: number;
  parts: { part: string; passed: boolean; feedback?: LocalizedText }[];
}

/** One part that carries the whole item. */
export const whole = (passed: boolean, feedback: LocalizedText): ItemOutcome => ({
  share: passed ? 1 : 0,
  parts: [passed ? { part: 'answer', passed } : { part: 'answer', passed, feedback }],
});
