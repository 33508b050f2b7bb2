import type { LocalizedText } from '../../../src/protocol/judgeReport.ts';
import type { Mistake, Normalisation, PhraseRule } from '../../../src/questions/itemKeys.ts';
import type { Option } from '../../../src/questions/types.ts';

/** The YAML files as their schemas (`questions/_schema`) promise them. */
export interface TopicSource {
  id: string;
  title: LocalizedText;
  summary: LocalizedText;
  notes: { lines: (number | string)[] };
  errata: LocalizedText[];
  prerequisites: string[];
  reading: { title: string; url: string }[];
}

export interface ChallengeSource {
  id: string;
  kind: 'code';
  title: LocalizedText;
  difficulty: number;
  minutes: number;
  tags: string[];
  concepts: { id: string; title: LocalizedText; feedback: LocalizedText; weight?: number }[];
  runtimes: Record<string, { entry: string; signature: string; forbidden_builtins: string[] }>;
  limits: { wall_seconds_per_case: number; wall_seconds_total: number; memory_mib: number; output_mib: number };
  tolerance: { policy?: 'exact' } & Record<string, unknown>;
  tolerance_text: LocalizedText;
}

export interface ExpectSource {
  solutions: Record<string, string[]>;
  wrong: Record<string, Record<string, { verdict: string; caught_by?: string; finding?: string; mistake?: string; why: string }>>;
}

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
