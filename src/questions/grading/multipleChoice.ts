import type { MultipleChoiceKey } from '../itemKeys.ts';
import type { LocalizedText } from '../../protocol/judgeReport.ts';
import { type ItemOutcome, whole } from './outcome.ts';

/**
 * (right choices - wrong choices) / right ones there are, never below 0: choosing everything earns nothing when there
 * are as many wrong ones. Feedback speaks of what was chosen; what was left out is not named.
 */
export function gradeMultipleChoice(key: MultipleChoiceKey, choices: string[]): ItemOutcome {
  const hits = choices.filter((choice) => key.right.includes(choice)).length;
  const misses = choices.filter((choice) => !key.right.includes(choice));
  const share = Math.max(0, (hits - misses.length) / key.right.length);
  if (share === 1) return whole(true, key.otherwise);
  const spoken = misses.map((choice) => key.wrong[choice]?.feedback ?? key.otherwise);
  if (hits < key.right.length) spoken.push(key.otherwise);
  return { share, parts: [{ part: 'answer', passed: false, feedback: joined(spoken) }] };
}

const joined = (texts: LocalizedText[]): LocalizedText => ({
  en: texts.map((text) => text.en).join('\n'),
  zh: texts.map((text) => text.zh).join('\n'),
});
