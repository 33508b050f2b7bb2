import Table from 'cli-table3';

export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

/** Colour is for people at a terminal who did not refuse it; a file or a pipe gets plain text. */
export function paintFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
  const on = Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
  const sgr = (code: number) => (text: string) => (on ? `\x1b[${code}m${text}\x1b[0m` : text);
  return { good: sgr(32), bad: sgr(31), warn: sgr(33), dim: sgr(2), bold: sgr(1) };
}

/** Between 80 and 120 columns: narrower breaks words, wider lets the eye lose its line. */
export function widthOf(stream: { columns?: number }): number {
  return Math.min(120, Math.max(80, stream.columns ?? 100));
}

const lines = {
  top: '─', 'top-mid': '┬', 'top-left': '┌', 'top-right': '┐',
  bottom: '─', 'bottom-mid': '┴', 'bottom-left': '└', 'bottom-right': '┘',
  left: '│', 'left-mid': '├', mid: '─', 'mid-mid': '┼', right: '│', 'right-mid': '┤', middle: '│',
};

export interface Column {
  head: string;
  /** Takes what the others leave; text longer than that wraps. */
  grows?: boolean;
  align?: 'left' | 'right';
}

/**
 * A table as wide as its content needs, at most `width`; growing columns share what is left and wrap. Rules between rows
 * appear only where a cell takes several lines.
 */
export function renderTable(columns: Column[], rows: string[][], width: number): string {
  const natural = columns.map((column, at) => Math.max(...[column.head, ...rows.map((row) => row[at] ?? '')].map(widest)) + 2);
  const colWidths = fitWidths(natural, columns, width - columns.length - 1);
  const severalLines = rows.some((row) => row.some((cell, at) => cell.includes('\n') || widest(cell) + 2 > colWidths[at]!));
  const table = new Table({
    head: columns.map((column) => column.head),
    chars: lines,
    style: { head: [], border: [], compact: !severalLines },
    colWidths,
    colAligns: columns.map((column) => column.align ?? 'left'),
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  table.push(...rows);
  return table.toString();
}

 
 
const narrowest = 14;

/** Growing columns share what the fixed ones leave; one that needs less than its share leaves the rest to the others. */
function fitWidths(natural: number[], columns: Column[], available: number): number[] {
  const widths = [...natural];
  let left = available - natural.reduce((sum, size, at) => sum + (columns[at]!.grows ? 0 : size), 0);
  const growing = [...natural.keys()].filter((at) => columns[at]!.grows).sort((a, b) => natural[a]! - natural[b]!);
  for (const [done, at] of growing.entries()) {
    widths[at] = Math.min(natural[at]!, Math.max(narrowest, Math.floor(left / (growing.length - done))));
    left -= widths[at]!;
  }
  return widths;
}

const sgrCodes = /\x1b\[\d+m/g;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Columns that the longest line of a cell takes; Chinese characters take two. */
function widest(cell: string): number {
  return Math.max(...cell.replaceAll(sgrCodes, '').split('\n').map((line) => line.length + (line.match(wide)?.length ?? 0)));
}

/** Text of a candidate or a server on a terminal: no escape sequence may move the cursor or repaint what we printed. */
export function printable(text: string): string {
   
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�');
}
