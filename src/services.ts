import type { Database } from '../db/createDatabase.ts';
import type { Config } from './config.ts';
import type { Clock } from './lib/clock.ts';
import { systemClock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { createMetrics, type Metrics } from './operations/metrics.ts';
import type { ItemKeys } from './questions/itemKeys.ts';
import { openCatalogue } from './questions/openCatalogue.ts';
import type { QuestionCatalogue } from './questions/questionCatalogue.ts';
import type { SeededItems } from './questions/seeded/renderVariant.ts';
import type { SubmissionChanges } from './submissions/submissionChanges.ts';

/** Everything that routes and verbs may use. They cannot tell where it runs. */
export interface Services {
  db: Database;
  catalogue: QuestionCatalogue;
  /** What is right. For grading only: nothing of it may reach a response. */
  itemKeys: ItemKeys;
  /** What variants are drawn from, keys included. For `renderVariant` only. */
  seededItems: SeededItems;
  changes: SubmissionChanges;
  metrics: Metrics;
  clock: Clock;
  logger: Logger;
  config: Config;
}

/** What lives as long as the process and holds no connection: on every runtime it may be shared between requests. */
export function openShared(): Pick<Services, 'catalogue' | 'itemKeys' | 'seededItems' | 'metrics' | 'clock'> {
  const { catalogue, keys, seededItems } = openCatalogue();
  return { catalogue, itemKeys: keys, seededItems, metrics: createMetrics(), clock: systemClock };
}
