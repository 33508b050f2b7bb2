import type { Logger } from './logger.ts';

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type Level = (typeof levels)[number];

/** The logger of a runtime without streams: a line of JSON through `console`. */
export function createConsoleLogger({ name, level = 'info' }: { name: string; level?: string }): Logger {
  const lowest = Math.max(0, levels.indexOf(level as Level));
  const write = (at: Exclude<Level, 'silent'>) => (fields: object, message: string) => {
    if (levels.indexOf(at) < lowest) return;
    console[at](JSON.stringify({ level: at, name, time: Date.now(), ...describeErrors(fields), msg: message }));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    isLevelEnabled: (at) => levels.indexOf(at) >= lowest,
  };
}

/** An Error is `{}` to JSON. */
function describeErrors(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? { message: value.message, stack: value.stack } : value]),
  );
}
