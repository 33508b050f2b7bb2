import { readLocalState } from '../local/localState.ts';
import type { LocalPaths } from '../local/paths.ts';
import { connectTo, type WorkerIsolation } from './apiClient.ts';

/** What the graders of the local server proved about their walls; empty when no server runs. */
export async function readIsolation(paths: LocalPaths): Promise<(WorkerIsolation & { name: string })[]> {
  const local = readLocalState(paths.localState);
  if (!local) return [];
  const { client } = connectTo(local.url, local.api_key);
  try {
    const { data } = await client.GET('/v1/isolation', { signal: AbortSignal.timeout(2000) });
    return (data?.data ?? []).map((worker) => ({ ...worker, name: worker.worker }));
  } catch {
    return [];
  }
}
