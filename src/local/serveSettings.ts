export interface ServeSettings {
  host: string;
  port: number;
  databaseUrl: string | undefined;
  workerDatabaseUrl: string | undefined;
}

export const defaultPort = 8787;

/** Reads PORT, HOST, DATABASE_URL and WORKER_DATABASE_URL. Throws a sentence that names what is wrong. */
export function readServeSettings(env: NodeJS.ProcessEnv): ServeSettings {
  const port = env.PORT ? Number(env.PORT) : defaultPort;
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT must be a number from 0 to 65535, not "${env.PORT}".`);
  for (const name of ['DATABASE_URL', 'WORKER_DATABASE_URL']) {
    const value = env[name];
    if (value && !/^postgres(ql)?:\/\/./.test(value)) throw new Error(`${name} must look like postgres://user:password@host:5432/name.`);
  }
  return { host: env.HOST || '127.0.0.1', port, databaseUrl: env.DATABASE_URL || undefined, workerDatabaseUrl: env.WORKER_DATABASE_URL || undefined };
}

/** How a client on this machine writes the address; IPv6 in brackets, and "every interface" as one that can be called. */
export function urlOf(host: string, port: number): string {
  const callable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${callable.includes(':') ? `[${callable}]` : callable}:${port}`;
}
