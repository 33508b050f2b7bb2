import autocannon from 'autocannon';

export interface Load {
  url: string;
  headers?: Record<string, string>;
  expectStatus: number;
}

/** Requests per second over `seconds` with 16 connections; every answer must have the expected status. */
export async function requestsPerSecond(load: Load, seconds: number): Promise<number> {
  const result = await autocannon({ url: load.url, headers: load.headers ?? {}, connections: 16, duration: seconds });
  const wrong = Object.entries(result.statusCodeStats ?? {}).filter(([status]) => Number(status) !== load.expectStatus);
  if (wrong.length || result.errors) throw new Error(`${load.url}: ${result.errors} errors, statuses ${JSON.stringify(result.statusCodeStats)}`);
  return result.requests.average;
}

/** Ours and theirs in turn, `rounds` times after a warm-up: the ratios of neighbours, so that a drifting host cancels out. */
export async function pairedRatios(ours: Load, theirs: Load, rounds = 5, seconds = 2): Promise<{ ratios: number[]; ours: number[]; theirs: number[] }> {
  await requestsPerSecond(ours, 1);
  await requestsPerSecond(theirs, 1);
  const seen = { ratios: [] as number[], ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const [a, b] =
      round % 2 ? await reversed(ours, theirs, seconds) : [await requestsPerSecond(ours, seconds), await requestsPerSecond(theirs, seconds)];
    seen.ours.push(a);
    seen.theirs.push(b);
    seen.ratios.push(a / b);
  }
  return seen;
}

async function reversed(ours: Load, theirs: Load, seconds: number): Promise<[number, number]> {
  const b = await requestsPerSecond(theirs, seconds);
  return [await requestsPerSecond(ours, seconds), b];
}
