export type Value = number | boolean | string | Value[];

/** Named values: what was drawn and what was computed from it. */
export type Figures = Record<string, Value>;

/** A formula that has no value for these figures: a division by zero, an index outside a list, a text in a sum. */
export class FormulaFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FormulaFailed';
  }
}

export function number(value: Value | undefined): number {
  if (typeof value !== 'number') throw new FormulaFailed(`${shown(value)} is no number`);
  return value;
}

export function list(value: Value | undefined): Value[] {
  if (!Array.isArray(value)) throw new FormulaFailed(`${shown(value)} is no list`);
  return value;
}

export function truth(value: Value | undefined): boolean {
  if (typeof value !== 'boolean') throw new FormulaFailed(`${shown(value)} is neither true nor false`);
  return value;
}

export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => same(one, b[index]));
  if (typeof a !== typeof b || Array.isArray(a) !== Array.isArray(b)) throw new FormulaFailed(`${shown(a)} and ${shown(b)} cannot be compared`);
  return a === b;
}

export const shown = (value: Value | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));
