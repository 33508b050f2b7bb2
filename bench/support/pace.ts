import { timed } from './figures.ts';

/** Two clients, each doing `each` jobs one after the other: jobs per second. */
export async function jobsPerSecond(job: () => Promise<unknown>, each: number): Promise<number> {
  const client = async () => {
    for (let n = 0; n < each; n++) await job();
  };
  const ms = await timed(() => Promise.all([client(), client()]));
  return (2 * each * 1000) / ms;
}
