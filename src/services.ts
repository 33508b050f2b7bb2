import type { Database } from '../db/createDatabase.ts';
import type { Config } from './config.ts';
import type { Clock } from './lib/clock.ts';
import { systemClock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { createMetrics, type Metrics } from './operations/metrics.ts';
import type { ItemKeys } from './questions/itemKeys.ts';
import { openCatalogue } from './questions/openCatalogue.ts';
import type { QuestionCatalogue } from './questions/questionCatalogue.ts';
import type { SubmissionChanges } from './submissions/submissionChanges.ts';

/** Everything that routes and verbs may use. They cannot tell where it runs. */
export interface Services {
  db: Database;
  catalogue: QuestionCatalogue;
  /** What is right. For grading only: nothing of it may reach a response. */
  itemKeys: ItemKeys;
  changes: SubmissionChanges;
  metrics: Metrics;
  clock: Clock;
  logger: Logger;
  config: Config;
}

/** What lives as long as the process and holds no connection: on every runtime it may be shared between requests. */
export function openShared(): Pick<Services, 'catalogue' | 'itemKeys' | 'metrics' | 'clock'> {
  const { catalogue, keys } = openCatalogue();
  return { catalogue, itemKeys: keys, metrics: createMetrics(), clock: systemClock };
}
