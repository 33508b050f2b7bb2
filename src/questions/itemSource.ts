import type { LocalizedText } from '../protocol/judgeReport.ts';
import type { Mistake, Normalisation, PhraseRule } from './itemKeys.ts';
import type { Option } from './types.ts';

/** A quiz item as its author writes it, question and key in one; a seeded one becomes this when its figures are drawn. */
interface ItemBase {
  id: string;
  title: LocalizedText;
  difficulty: number;
  minutes: number;
  tags: string[];
  prompt: LocalizedText;
  otherwise: LocalizedText;
}

export type ChoiceSource = Option & ({ right: true } | ({ right?: undefined } & Mistake));

export type ItemSource = ItemBase &
  (
    | { kind: 'single_choice' | 'multiple_choice'; choices: ChoiceSource[] }
    | { kind: 'numeric'; value: number; unit?: string; tolerance: { absolute: number; relative: number }; wrong: ({ value: number } & Mistake)[] }
    | { kind: 'ordering'; entries: Option[]; order: string[]; wrong: ({ order: string[] } & Mistake)[] }
    | { kind: 'matching'; left: Option[]; right: Option[]; pairs: Record<string, string>; wrong: ({ left: string; right: string } & Mistake)[] }
    | {
        kind: 'cloze';
        text: LocalizedText;
        blanks: Record<string, { accepted: string[]; normalise: Normalisation[]; options?: string[]; wrong: ({ given: string[] } & Mistake)[]; otherwise: LocalizedText }>;
      }
    | { kind: 'short_text'; accepted: PhraseRule[]; wrong: ({ phrases: PhraseRule } & Mistake)[]; examples: { right: string[]; wrong: string[] } }
  );
