import { describe, expect, it } from 'vitest';
import { paintFor, printable, renderTable, widthOf } from './output.ts';

const widths = (text: string) => text.split('\n').map((line) => line.length);

describe('renderTable', () => {
  const columns = [{ head: 'name' }, { head: 'text', grows: true }, { head: 'n', align: 'right' as const }];

  it('fits into the width and wraps between words', () => {
    const table = renderTable(columns, [['a', 'one two three '.repeat(20).trim(), '1']], 80);
    expect(Math.max(...widths(table))).toBeLessThanOrEqual(80);
    expect(table).not.toMatch(/thr\s*│\n/);
  });

  it('is no wider than its content, with rules only where a cell takes several lines', () => {
    const table = renderTable(columns, [['a', 'short', '1'], ['b', 'short', '2']], 120);
    expect(widths(table)[0]).toBeLessThan(30);
    expect(table.match(/├/g)).toHaveLength(1);
    expect(renderTable(columns, [['a', 'two\nlines', '1'], ['b', 'x', '2']], 120).match(/├/g)).toHaveLength(2);
  });

  it('does not count colour as text', () => {
    const plain = renderTable(columns, [['a', 'ok', '1']], 80);
    const painted = renderTable(columns, [['a', '\x1b[32mok\x1b[0m', '1']], 80);
     
    expect(painted.replaceAll(/\x1b\[\d+m/g, '')).toBe(plain);
  });
});

it.each([
  [{ isTTY: true }, {}, '\x1b[32mx\x1b[0m'],
  [{ isTTY: false }, {}, 'x'],
  [{ isTTY: true }, { NO_COLOR: '1' }, 'x'],
  [{ isTTY: true }, { TERM: 'dumb' }, 'x'],
])('paints on a terminal only, and not against NO_COLOR: %j %j', (stream, env, expected) => {
  expect(paintFor(stream, env).good('x')).toBe(expected);
});

it('keeps between 80 and 120 columns', () => {
  expect([widthOf({ columns: 40 }), widthOf({ columns: 100 }), widthOf({ columns: 400 })]).toEqual([80, 100, 120]);
});

it('lets no escape sequence of a candidate reach the terminal', () => {
  expect(printable('a\x1b[2Jb\rc\nd\te\x9bf')).toBe('a�[2Jb�c\nd\te�f');
});
