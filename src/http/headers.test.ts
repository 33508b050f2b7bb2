import { describe, expect, test } from 'vitest';
import { chooseLang } from './chooseLang.ts';
import { etagMatches } from './etag.ts';
import { parseIdempotencyKey } from './idempotencyKey.ts';
import { parsePreferredWait } from './prefer.ts';

test.each([
  [undefined, null],
  ['wait=20', 20],
  ['wait=999999', 60],
  ['wait=0', 0],
  ['Wait = "7"', 7],
  ['handling=lenient, wait=5; foo', 5],
  ['wait=10, wait=20', 10],
  ['respond-async, wait=10', null],
  ['wait', null],
  ['wait=', null],
  ['wait=-3', null],
  ['wait=1.5', null],
  ['awaiting=3', null],
])('Prefer: %s waits for %s seconds', (header, seconds) => {
  expect(parsePreferredWait(header, 60)).toBe(seconds);
});

test.each([
  [undefined, undefined, 'en'],
  ['zh', 'en', 'zh'],
  ['en', 'zh', 'en'],
  [undefined, 'zh', 'zh'],
  [undefined, 'ZH-Hant-TW', 'zh'],
  [undefined, 'fr-CH, fr;q=0.9', 'en'],
  [undefined, 'en;q=0.5, zh;q=0.8', 'zh'],
  [undefined, 'zh;q=0.5, en;q=0.8', 'en'],
  [undefined, 'zh;q=0, en;q=0.1', 'en'],
  [undefined, 'zh;q=nonsense', 'en'],
  [undefined, '*', 'en'],
] as const)('lang=%s with Accept-Language %s is %s', (lang, header, chosen) => {
  expect(chooseLang({ lang }, header)).toBe(chosen);
});

describe('If-None-Match', () => {
  test.each(['"a"', 'W/"a"', '"b", "a"', '"b",W/"a"', '*'])('%s names "a"', (header) => expect(etagMatches(header, '"a"')).toBe(true));
  test.each([undefined, '', '"b"', 'a', '"a', '"b", "c"', '"aa"'])('%s does not', (header) => expect(etagMatches(header, '"a"')).toBe(false));
});

test('an idempotency key is the same quoted and bare', () => {
  expect(parseIdempotencyKey('"k-1"')).toBe('k-1');
  expect(parseIdempotencyKey('k-1')).toBe('k-1');
});
