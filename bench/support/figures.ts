/** One line of the result table: a figure, the bar it must reach, and how it was had. */
export interface Figure {
  name: string;
  value: number;
  unit: 'times' | 'ms' | 's' | 'MB';
  bar: number;
  /** `atLeast`: higher is better. */
  direction: 'atLeast' | 'atMost';
  detail: string;
}

export const reached = (f: Figure): boolean => (f.direction === 'atLeast' ? f.value >= f.bar : f.value <= f.bar);

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const spread = (values: number[]): string =>
  `median ${median(values).toFixed(2)}, ${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}, n=${values.length}`;

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}


