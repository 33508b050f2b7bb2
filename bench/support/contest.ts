import { sleep } from '../../tests/support/sleep.ts';
import { type Figure, median, spread, timed } from './figures.ts';
import { jobsPerSecond } from './pace.ts';

export interface Contest {
  /** What the figures are called: of one client, and of two. */
  names: { one: string; two: string };
  bars: { one: number; two: number };
  /** One answer in the product, and one in a fresh process. */
  ours(): Promise<unknown>;
  theirs(): Promise<unknown>;
  /** Between two answers of one client: one person's pace, in which a waiting cell is there again. */
  pauseMs: number;
  rounds: number;
  /** Of ours in each round with one client, and of each client's with two. */
  answers: { one: number; two: number };
}

/** One client, then two; both sides in turn within one run. */
export async function compete({ names, bars, ours, theirs, pauseMs, rounds, answers }: Contest): Promise<Figure[]> {
  for (let n = 0; n < 8; n++) await ours();
  await theirs();
  const warm: number[] = [];
  const fresh: number[] = [];
  for (let round = 0; round < rounds; round++) {
    fresh.push(await timed(theirs));
    for (let n = 0; n < answers.one; n++) {
      await sleep(pauseMs);
      warm.push(await timed(ours));
    }
  }
  const warmRate: number[] = [];
  const freshRate: number[] = [];
  for (let round = 0; round < 3; round++) {
    freshRate.push(await jobsPerSecond(theirs, 4));
    warmRate.push(await jobsPerSecond(ours, answers.two));
  }
  return [
    { name: names.one, value: median(fresh) / median(warm), unit: 'times', bar: bars.one, direction: 'atLeast', detail: `ours ms: ${spread(warm)}; fresh ms: ${spread(fresh)}` },
    {
      name: names.two,
      value: median(warmRate) / median(freshRate),
      unit: 'times',
      bar: bars.two,
      direction: 'atLeast',
      detail: `ours ${median(warmRate).toFixed(1)}/s, fresh ${median(freshRate).toFixed(2)}/s`,
    },
  ];
}
