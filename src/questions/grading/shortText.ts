import type { PhraseRule, ShortTextKey } from '../itemKeys.ts';
import { toWords } from './normalise.ts';
import { type ItemOutcome, whole } from './outcome.ts';

/**
 * Right when one rule is met and no known mistake is made. Phrases are whole words in either language; no pattern of
 * an author's ever runs over a candidate's text, so no text can make grading slow.
 */
export function gradeShortText(key: ShortTextKey, text: string): ItemOutcome {
  const said = ` ${toWords(text).join(' ')} `;
  const mistake = key.wrong.find((one) => meets(said, one.phrases));
  if (mistake !== undefined) return whole(false, mistake.feedback);
  return whole(
    key.accepted.some((rule) => meets(said, rule)),
    key.otherwise,
  );
}

const meets = (said: string, rule: PhraseRule): boolean => rule.every((choice) => choice.some((phrase) => said.includes(` ${toWords(phrase).join(' ')} `)));
