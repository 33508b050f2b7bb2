import type { MatchingKey } from '../itemKeys.ts';
import type { ItemOutcome } from './outcome.ts';

/** Each left entry counts alike; one that was left out is wrong. */
export function gradeMatching(key: MatchingKey, pairs: Record<string, string>): ItemOutcome {
  const parts = Object.entries(key.right).map(([left, right]) => {
    const given = Object.hasOwn(pairs, left) ? pairs[left] : undefined;
    if (given === right) return { part: left, passed: true };
    const known = key.wrong.find((mistake) => mistake.left === left && mistake.right === given);
    return { part: left, passed: false, feedback: known?.feedback ?? key.otherwise };
  });
  return { share: parts.filter((part) => part.passed).length / parts.length, parts };
}
