import type { WaitingKind } from '../../db/queries/waitingKinds.ts';
import type { WorkerRow } from '../../db/rows.ts';
import { queueLine } from '../protocol/backends.ts';
import type { QuestionCatalogue } from '../questions/questionCatalogue.ts';

/** Kinds of workers that questions are answered on, or that queued answers wait for, and that none of these workers is. As words: "pytorch on cuda", "tfjs/native". */
export function unofferedKinds(catalogue: QuestionCatalogue, waiting: readonly WaitingKind[], workers: readonly WorkerRow[]): string[] {
  const wanted = [...kindsOfQuestions(catalogue), ...waiting];
  const offered = new Set(workers.filter(({ isolation }) => isolation.serves).flatMap(({ runtimes }) => runtimes.flatMap(({ name, devices, backend }) => [name, queueLine(name, backend), ...devices.map((device) => `${name} on ${device}`)])));
  const names = wanted.map(({ runtime, device }) => (device === null ? runtime : `${runtime} on ${device}`));
  return [...new Set(names)].filter((name) => !offered.has(name)).sort();
}

function kindsOfQuestions(catalogue: QuestionCatalogue): WaitingKind[] {
  return catalogue.codeQuestions().flatMap(({ device, entries }) => entries.map((entry) => ({ runtime: queueLine(entry.runtime, entry.needs_backend), device: device?.required ? device.type : null })));
}
