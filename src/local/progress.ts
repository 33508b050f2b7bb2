import { performance } from 'node:perf_hooks';

/** Where a person follows long work. On a terminal the last line is rewritten; elsewhere one line every ten seconds. */
export interface Progress {
  /** A step begins. */
  phase(text: string): void;
  /** What the current step is doing right now. */
  status(text: string): void;
  /** The current step ended well. */
  done(text?: string): void;
}

const quietMs = 10_000;

export function progressTo(stream: NodeJS.WriteStream, prefix = '  '): Progress {
  let current = '';
  let startedAt = 0;
  let lastShown = 0;
  let shownText = '';
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
  const rewrite = (text: string) => stream.write(`\r\x1b[2K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);

  return {
    phase(text) {
      current = text;
      startedAt = lastShown = performance.now();
      if (stream.isTTY) rewrite(`${prefix}${text} …`);
      else stream.write(`${prefix}${text} …\n`);
    },
    status(text) {
      if (stream.isTTY) {
        rewrite(`${prefix}${current} … ${elapsed()} · ${text}`);
      } else if (text !== shownText && performance.now() - lastShown >= quietMs) {
        lastShown = performance.now();
        shownText = text;
        stream.write(`${prefix}${current} … ${elapsed()} · ${text}\n`);
      }
    },
    done(text = 'done') {
      const line = `${prefix}${current}: ${text} (${elapsed()})`;
      if (stream.isTTY) rewrite(`${line}\n`);
      else stream.write(`${line}\n`);
    },
  };
}

export const silentProgress: Progress = { phase() {}, status() {}, done() {} };
