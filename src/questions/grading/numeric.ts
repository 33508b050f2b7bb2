import type { NumericKey } from '../itemKeys.ts';
import { type ItemOutcome, whole } from './outcome.ts';

export function gradeNumeric(key: NumericKey, value: number): ItemOutcome {
  const known = key.wrong.find((mistake) => within(key, value, mistake.value));
  return whole(within(key, value, key.value), known?.feedback ?? key.otherwise);
}

/** The bound is inclusive, and a few units of the last place wider: 6.26 is within 0.01 of 6.25, though not in binary. */
function within({ tolerance }: NumericKey, value: number, target: number): boolean {
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(target));
  return Math.abs(value - target) <= tolerance.absolute + tolerance.relative * Math.abs(target) + rounding;
}
