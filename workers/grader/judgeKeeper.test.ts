import { afterEach, expect, test, vi } from 'vitest';
import { silentLogger } from '../../src/lib/logger.ts';
import { JudgeKeeper } from './judgeKeeper.ts';

afterEach(() => void vi.useRealTimers());

const judgeThat = (does: string) => ({ python: process.execPath, args: ['-e', does], env: {}, readyWithinMs: 60_000 });

test('a stop does not wait for a judge that is still starting', async () => {
  const error = vi.fn();
  const keeper = new JudgeKeeper(judgeThat('process.stdin.resume()'), { ...silentLogger, error }, () => {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  await keeper.stop(500);
  expect(error).not.toHaveBeenCalled(); // it is no fault that we ended it
});

test('a stop does not wait for the pause after a judge that did not start', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // the pause never ends by itself
  const error = vi.fn();
  const keeper = new JudgeKeeper(judgeThat('process.exit(1)'), { ...silentLogger, error }, () => {});
  while (error.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await keeper.stop(500);
});
