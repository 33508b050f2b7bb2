import type { Backend } from '../../../src/protocol/backends.ts';
import type { DeviceType } from '../../../src/protocol/devices.ts';
import type { LocalizedText } from '../../../src/protocol/judgeReport.ts';

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
  runtimes: Record<string, { entry: string; signature: string; forbidden_builtins: string[]; needs_backend?: Backend }>;
  device?: { needs: DeviceType } | { prefers: DeviceType };
  limits: { wall_seconds_per_case: number; wall_seconds_total: number; memory_mib: number; output_mib: number; cpu_seconds?: number; threads?: number; disk_mib?: number };
  tolerance: { policy?: 'exact' } & Record<string, unknown>;
  tolerance_text: LocalizedText;
}

export interface ExpectSource {
  solutions: Record<string, string[]>;
  wrong: Record<string, Record<string, { verdict: string; caught_by?: string; finding?: string; mistake?: string; why: string }>>;
}
