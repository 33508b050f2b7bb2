import type { WantedDevice } from '../../../src/protocol/devices.ts';
import { mainFiles, sourceSuffixes } from '../../../src/protocol/mainFiles.ts';
import type { CodeQuestion, Quality } from '../../../src/questions/types.ts';
import type { ChallengeSource } from './sourceTypes.ts';
import type { BankTopic } from './readBank.ts';

const maxScore = 100;

/** What everybody may see of a challenge; its public cases are added when the catalogue is opened. */
export function challengeView(topic: string, { source, files, revision, quality }: BankTopic['challenges'][number]): CodeQuestion {
  const text = (path: string) => files.get(path)!.toString('utf8');
  return {
    id: source.id,
    topic,
    kind: 'code',
    title: source.title,
    difficulty: source.difficulty,
    minutes: source.minutes,
    tags: source.tags,
    concepts: source.concepts.map(({ id, title }) => ({ id, title })),
    runtimes: Object.keys(source.runtimes),
    max_score: maxScore,
    revision,
    seeded: false,
    variant: null,
    statement: { en: text('statement.en.md'), zh: text('statement.zh.md') },
    entries: Object.entries(source.runtimes).map(([runtime, { entry, signature, forbidden_builtins, needs_backend = null }]) => ({
      runtime,
      function: entry,
      signature,
      starter: [{ path: mainFiles(runtime)[0]!, content: text(`starter/${runtime}${sourceSuffixes(runtime)[0]!}`) }],
      forbidden_builtins,
      needs_backend,
    })),
    device: wantedDevice(source.device),
    limits: source.limits,
    tolerance: { ...source.tolerance, text: source.tolerance_text },
    public_cases: [],
    quality: quality.stored === null ? null : publicQuality(quality.stored),
  };
}

function wantedDevice(device: ChallengeSource['device']): WantedDevice | null {
  if (device === undefined) return null;
  return 'needs' in device ? { type: device.needs, required: true } : { type: device.prefers, required: false };
}

/** Named one by one: which mutants survive would show where the cases are thin. */
const publicQuality = ({ score, generated, killed, equivalent, surviving }: Quality): Quality => ({ score, generated, killed, equivalent, surviving });
