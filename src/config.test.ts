import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const url = 'postgres://me:secret@localhost:5432/x';

test('has a default for everything but the database', () => {
  expect(readConfig({ DATABASE_URL: url })).toMatchObject({ databaseUrl: url, host: '127.0.0.1', port: 8787, databasePrepare: true, metricsToken: undefined });
});

test('lists everything that is wrong at once', () => {
  const read = () => readConfig({ PORT: '70000', DATABASE_POOL_MAX: 'many', DATABASE_PREPARE: 'yes', LOG_LEVEL: 'loud', METRICS_TOKEN: 'short' });
  for (const variable of ['DATABASE_URL', 'PORT', 'DATABASE_POOL_MAX', 'DATABASE_PREPARE', 'LOG_LEVEL', 'METRICS_TOKEN']) expect(read).toThrow(variable);
});

test('never repeats a value that it refuses', () => {
  for (const DATABASE_URL of ['mysql://me:secret@x', 'postgres://me:secret/x@host/db', 'postgres://me:secret%@host/db', 'postgres://me:secret@host:99999/db'])
    expect(() => readConfig({ DATABASE_URL }), DATABASE_URL).toThrow(/^(?!.*secret).*DATABASE_URL/s);
});

test.each(['postgres://me:p%2Fw@host/db?sslmode=require', 'postgresql://me:p@w@host/db', 'postgres://me@one:5432,two:5433/db', 'postgres:///db?host=/run/postgresql'])('takes %s, as the driver does', (address) => {
  expect(readConfig({ DATABASE_URL: address }).databaseUrl).toBe(address);
});

test('a runtime’s own defaults give way to what is set; an empty variable is not set', () => {
  expect(readConfig({ DATABASE_URL: url }, { STREAM_SECONDS_MAX: '20' }).streamSecondsMax).toBe(20);
  expect(readConfig({ DATABASE_URL: url, STREAM_SECONDS_MAX: '30', PORT: '' }, { STREAM_SECONDS_MAX: '20' })).toMatchObject({ streamSecondsMax: 30, port: 8787 });
});
