import type { OrderingKey } from '../itemKeys.ts';
import type { ItemOutcome } from './outcome.ts';

/** The share of entries that stand at their right place. */
export function gradeOrdering(key: OrderingKey, order: string[]): ItemOutcome {
  const placed = key.right.filter((id, index) => order[index] === id).length;
  if (placed === key.right.length && order.length === placed) return { share: 1, parts: [{ part: 'answer', passed: true }] };
  const known = key.wrong.find((mistake) => mistake.order.join('\n') === order.join('\n'));
  return { share: placed / key.right.length, parts: [{ part: 'answer', passed: false, feedback: known?.feedback ?? key.otherwise }] };
}
