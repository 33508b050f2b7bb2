import type { components } from '../generated/api.d.ts';
import { CommandFailed } from './exit.ts';

type Answer = components['schemas']['Answer'];

const list = (text: string) => text.split(',').map((part) => part.trim()).filter(Boolean);

/** A quiz answer as typed after `--answer`; how it is written depends on the question's kind. */
export function parseAnswer(kind: string, text: string): Answer {
  switch (kind) {
    case 'single_choice':
      return { kind, choice: text.trim() };
    case 'multiple_choice':
      return { kind, choices: list(text) };
    case 'numeric':
      return { kind, value: numberOf(text) };
    case 'ordering':
      return { kind, order: list(text) };
    case 'matching':
      return { kind, pairs: pairsOf(text) };
    case 'cloze':
      return { kind, blanks: pairsOf(text) };
    case 'short_text':
      return { kind, text };
    case 'code':
      throw new CommandFailed('This is a code question: hand in a file instead of --answer.');
    default:
      throw new CommandFailed(`This version does not know how to write an answer to a ${kind} question; send it over the API.`);
  }
}

function numberOf(text: string): number {
  const value = Number(text.trim());
  if (text.trim() === '' || !Number.isFinite(value)) throw new CommandFailed(`The answer to a numeric question is a number, not "${text}".`);
  return value;
}

function pairsOf(text: string): Record<string, string> {
  const pairs = list(text).map((pair) => /^([^=]+)=(.*)$/.exec(pair));
  if (pairs.length === 0 || pairs.includes(null)) throw new CommandFailed('Write pairs as left=right, separated by commas: --answer "1=b,2=a".');
  return Object.fromEntries(pairs.map((pair) => [pair![1]!.trim(), pair![2]!.trim()]));
}
