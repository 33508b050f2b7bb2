import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { alive } from '../../tests/support/processes.ts';
import { findProgram, runCommand } from './runCommand.ts';

it('gives the exit code and the last lines of both streams', async () => {
  const result = await runCommand('sh', ['-c', 'seq 1 30; echo broken >&2; exit 3']);
  expect(result.code).toBe(3);
  expect(result.tail).toHaveLength(12);
  expect(result.tail).toContain('broken');
  expect(result.output).toMatch(/^1\n2\n/);
});

it('hands over its input', async () => {
  expect((await runCommand('cat', [], { input: 'a\nb' })).output).toBe('a\nb\n');
});

it('rejects for a program that is not there', async () => {
  await expect(runCommand('no-such-program', [])).rejects.toMatchObject({ code: 'ENOENT' });
  expect(findProgram('no-such-program')).toBeUndefined();
});

it('ends, when it is told to, the program together with those that it started', async () => {
  const stop = new AbortController();
  let grandchild = 0;
  const running = runCommand('sh', ['-c', 'sleep 1000 & echo $!; wait'], { signal: stop.signal, onLine: (line) => (grandchild = Number(line)) });
  while (grandchild === 0) await sleep(10);
  expect(alive(grandchild)).toBe(true);
  stop.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(alive(grandchild)).toBe(false);
});
