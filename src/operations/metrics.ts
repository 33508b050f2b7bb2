/**
 * What this process counts, in the text format of Prometheus. A few dozen own lines, because a request from memory takes some
 * 20 µs, a library's labelled histogram alone takes 6 of them, and the libraries need modules that Cloudflare does not have.
 */
export interface Metrics {
  observe(operationId: string, status: number, seconds: number): void;
  /** The same for one operation and status, without looking them up each time. */
  observer(operationId: string, status: number): (seconds: number) => void;
  render(): string;
}

const boundsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

interface Series {
  operationId: string;
  status: number;
  count: number;
  sum: number;
  /** Per bound, not cumulative; the last one is beyond all bounds. */
  buckets: number[];
}

export function createMetrics(): Metrics {
  const byOperation = new Map<string, Map<number, Series>>();
  return {
    observe(operationId, status, seconds) {
      count(seriesOf(byOperation, operationId, status), seconds);
    },
    observer(operationId, status) {
      const series = seriesOf(byOperation, operationId, status);
      return (seconds) => count(series, seconds);
    },
    render() {
      const all = [...byOperation.values()].flatMap((statuses) => [...statuses.values()]);
      return lines(
        '# HELP gradecheck_request_duration_seconds Time to answer, by operation and status.',
        '# TYPE gradecheck_request_duration_seconds histogram',
        ...all.flatMap(renderSeries),
      );
    },
  };
}

function count(series: Series, seconds: number): void {
  series.count++;
  series.sum += seconds;
  let index = 0;
  while (index < boundsSeconds.length && seconds > boundsSeconds[index]!) index++;
  series.buckets[index]!++;
}

function seriesOf(byOperation: Map<string, Map<number, Series>>, operationId: string, status: number): Series {
  let statuses = byOperation.get(operationId);
  if (statuses === undefined) byOperation.set(operationId, (statuses = new Map()));
  let series = statuses.get(status);
  if (series === undefined) statuses.set(status, (series = { operationId, status, count: 0, sum: 0, buckets: new Array<number>(boundsSeconds.length + 1).fill(0) }));
  return series;
}

function renderSeries({ operationId, status, count, sum, buckets }: Series): string[] {
  const labels = `operation="${operationId}",status="${status}"`;
  let below = 0;
  const steps = boundsSeconds.map((bound, index) => `gradecheck_request_duration_seconds_bucket{${labels},le="${bound}"} ${(below += buckets[index]!)}`);
  return [
    ...steps,
    `gradecheck_request_duration_seconds_bucket{${labels},le="+Inf"} ${count}`,
    `gradecheck_request_duration_seconds_sum{${labels}} ${sum}`,
    `gradecheck_request_duration_seconds_count{${labels}} ${count}`,
  ];
}

export const lines = (...all: string[]): string => `${all.join('\n')}\n`;
