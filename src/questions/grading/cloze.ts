import type { ClozeKey } from '../itemKeys.ts';
import { normalise } from './normalise.ts';
import type { ItemOutcome } from './outcome.ts';

/** Each blank counts alike; an empty one is wrong. */
export function gradeCloze(key: ClozeKey, blanks: Record<string, string>): ItemOutcome {
  const parts = Object.entries(key.blanks).map(([id, blank]) => {
    const clean = (text: string) => normalise(text, blank.normalise);
    const given = clean(Object.hasOwn(blanks, id) ? blanks[id]! : '');
    if (given !== '' && blank.accepted.some((text) => clean(text) === given)) return { part: id, passed: true };
    const known = blank.wrong.find((mistake) => mistake.given.some((text) => clean(text) === given));
    return { part: id, passed: false, feedback: known?.feedback ?? blank.otherwise };
  });
  return { share: parts.filter((part) => part.passed).length / parts.length, parts };
}
