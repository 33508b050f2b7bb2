/** Every setting of the API, with its unit in its name. Read once, at start. */
export interface Config {
  databaseUrl: string;
  databasePoolMax: number;
  databasePrepare: boolean;
  databaseDeadlineMs: number;
  host: string;
  port: number;
  logLevel: string;
  /** When set, `/metrics` asks for it as a bearer token. */
  metricsToken: string | undefined;
  /** How often somebody who waits for a submission looks without having been told. */
  submissionPollMs: number;
  /** The longest `Prefer: wait` that is honoured; less where a gateway gives up before. */
  waitSecondsMax: number;
  /** The longest that one event stream is kept; a client goes on with a new one. */
  streamSecondsMax: number;
}

export type Environment = Record<string, string | undefined>;

type Read<T> = (text: string | undefined) => T;
type Setting<T> = { variable: string; read: Read<T> };

const schema: { [Name in keyof Config]: Setting<Config[Name]> } = {
  databaseUrl: { variable: 'DATABASE_URL', read: postgresUrl },
  databasePoolMax: { variable: 'DATABASE_POOL_MAX', read: integer(1, 100, 8) },
  databasePrepare: { variable: 'DATABASE_PREPARE', read: flag(true) },
  databaseDeadlineMs: { variable: 'DATABASE_DEADLINE_MS', read: integer(100, 60_000, 10_000) },
  host: { variable: 'HOST', read: (text) => text ?? '127.0.0.1' },
  port: { variable: 'PORT', read: integer(0, 65_535, 8787) },
  logLevel: { variable: 'LOG_LEVEL', read: word(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'info') },
  metricsToken: { variable: 'METRICS_TOKEN', read: token },
  submissionPollMs: { variable: 'SUBMISSION_POLL_MS', read: integer(50, 60_000, 1000) },
  waitSecondsMax: { variable: 'WAIT_SECONDS_MAX', read: integer(0, 60, 60) },
  streamSecondsMax: { variable: 'STREAM_SECONDS_MAX', read: integer(1, 3600, 900) },
};

/** Throws one error that lists everything wrong, so that a deployment is mended in one go. `defaults` are a runtime's own. */
export function readConfig(env: Environment, defaults: Environment = {}): Config {
  const faults: string[] = [];
  const config = Object.fromEntries(
    Object.entries(schema).map(([name, { variable, read }]) => {
      try {
        return [name, read(env[variable] || defaults[variable] || undefined)];
      } catch (error) {
        faults.push(`  ${variable} ${(error as Error).message}`);
        return [name, undefined];
      }
    }),
  );
  if (faults.length > 0) throw new Error(`The configuration cannot be used:\n${faults.join('\n')}`);
  return config as unknown as Config;
}

function integer(low: number, high: number, otherwise: number): Read<number> {
  return (text) => {
    const value = text === undefined ? otherwise : Number(text);
    if (!Number.isInteger(value) || value < low || value > high) throw new Error(`must be a whole number from ${low} to ${high}.`);
    return value;
  };
}

function flag(otherwise: boolean): Read<boolean> {
  return (text) => {
    if (text === undefined) return otherwise;
    if (text !== 'true' && text !== 'false') throw new Error('must be true or false.');
    return text === 'true';
  };
}

function word(words: string[], otherwise: string): Read<string> {
  return (text) => {
    if (text !== undefined && !words.includes(text)) throw new Error(`must be one of ${words.join(', ')}.`);
    return text ?? otherwise;
  };
}

function postgresUrl(text: string | undefined): string {
  if (text === undefined) throw new Error('is missing: where is the database? Example: postgres://user:password@host:5432/gradecheck');
  if (!/^postgres(ql)?:\/\/./.test(text)) throw new Error('must begin with postgres:// or postgresql://');
  if (!isReadable(text)) throw new Error('is no address: in user and password write "/" as %2F, "#" as %23, "?" as %3F and "%" as %25.');
  return text;
}

/** As the driver reads it, whose own error would carry the password into a log. Of several hosts it tries the first to be an address. */
function isReadable(address: string): boolean {
  try {
    const authority = address.slice(address.indexOf('://') + 3).split(/[?/]/)[0]!;
    const hosts = decodeURIComponent(authority.slice(authority.indexOf('@') + 1));
    const { username, password } = new URL(address.replace(hosts, hosts.split(',')[0]!));
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

function token(text: string | undefined): string | undefined {
  if (text !== undefined && text.length < 16) throw new Error('must have at least 16 characters.');
  return text;
}
