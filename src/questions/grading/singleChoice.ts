import type { SingleChoiceKey } from '../itemKeys.ts';
import { type ItemOutcome, whole } from './outcome.ts';

export function gradeSingleChoice(key: SingleChoiceKey, choice: string): ItemOutcome {
  return whole(choice === key.right, key.wrong[choice]?.feedback ?? key.otherwise);
}
