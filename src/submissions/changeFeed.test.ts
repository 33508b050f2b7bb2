import { describe, expect, it } from 'vitest';
import { ChangeFeed } from './changeFeed.ts';

/** A feed, and what PostgreSQL would tell it. */
async function begin() {
  let tell: (payload: string) => void = () => {};
  let reconnect: () => void = () => {};
  const db = {
    listen: async (_: string, onNotify: (payload: string) => void, onListening: () => void) => {
      [tell, reconnect] = [onNotify, onListening];
      return async () => {};
    },
  };
  const feed = await ChangeFeed.open(db, { pollMs: 60_000, onError: (error) => { throw error as Error; } });
  return { feed, tell: (payload: string) => tell(payload), reconnect: () => reconnect() };
}

/** Whether a sleeper is awake by now. */
async function isOver(sleep: Promise<void>): Promise<boolean> {
  let over = false;
  void sleep.then(() => (over = true));
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}

describe('the change feed', () => {
  it('wakes who wants every change by each, and who wants the end by nothing on the way there', async () => {
    const { feed, tell } = await begin();
    const [every, end] = [feed.subscribe('sub_1'), feed.subscribe('sub_1', true)];
    const [first, last] = [every.next(60_000), end.next(60_000)];
    tell('sub_1 running');
    expect([await isOver(first), await isOver(last)]).toEqual([true, false]);
    tell('sub_1');
    expect(await isOver(last)).toBe(true);
    every.close();
    end.close();
  });

  it('keeps a notice for the next sleep, unless it was of the way and only the end is wanted', async () => {
    const { feed, tell } = await begin();
    const end = feed.subscribe('sub_1', true);
    tell('sub_1 running');
    tell('sub_2');
    const sleep = end.next(60_000);
    expect(await isOver(sleep)).toBe(false);
    tell('sub_1');
    expect(await isOver(sleep)).toBe(true);
    tell('sub_1');
    expect(await isOver(end.next(60_000))).toBe(true);
    end.close();
  });

  it('lets everybody look after a reconnection: what was told meanwhile is lost', async () => {
    const { feed, reconnect } = await begin();
    const end = feed.subscribe('sub_1', true);
    const sleep = end.next(60_000);
    reconnect();
    expect(await isOver(sleep)).toBe(true);
    end.close();
  });
});
