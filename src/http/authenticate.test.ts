import { expect, test } from 'vitest';
import { authenticate, createKeyCache } from './authenticate.ts';

test('a header that is too long for any key is refused each time and never remembered: ten thousand of them would fill the memory', async () => {
  const cache = createKeyCache({ clock: { now: () => 0 }, seconds: 3 });
  const short = 'Bearer gck_wrong';
  const long = `Bearer ${'x'.repeat(15_000)}`;
  for (const header of [short, long]) await expect(authenticate(cache, async () => null, header, 'read')).rejects.toMatchObject({ code: 'api_key_invalid' });
  expect([cache.get(short), cache.get(long)]).toEqual([null, undefined]);
});
