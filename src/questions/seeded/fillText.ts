import { type Figures, FormulaFailed, list, type Value } from './value.ts';

/** `{{name}}`, `{{name.0}}` for an entry of a list, `{{name:format}}`. A format is `+` for a sign always, then decimals (`2`), significant digits (`s3`), `e2` or `x2` for powers of ten. */
export const placeholder = /\{\{([A-Za-z][A-Za-z0-9_]*)(?:\.(\d+))?(?::(\+?(?:[sex]?\d{1,2})?))?\}\}/g;

/** A text with its figures. A name that is no figure stays: the blanks of a cloze are written the same way. */
export function fillText(text: string, figures: Figures): string {
  return text.replace(placeholder, (whole, name: string, place: string | undefined, format: string | undefined) => {
    if (!Object.hasOwn(figures, name)) return whole;
    const value = figures[name]!;
    return formatValue(place === undefined ? value : entryOf(name, value, Number(place)), format ?? '');
  });
}

function entryOf(name: string, value: Value, place: number): Value {
  const entry = list(value)[place];
  if (entry === undefined) throw new FormulaFailed(`"${name}" has no entry ${place}; the first is 0`);
  return entry;
}

export function formatValue(value: Value, format: string): string {
  if (Array.isArray(value)) return value.map((one) => formatValue(one, format)).join(', ');
  if (typeof value !== 'number') return String(value);
  const sign = value < 0 ? '-' : format.startsWith('+') ? '+' : '';
  return withoutNegativeZero(sign + formatMagnitude(Math.abs(value), format.replace('+', '')));
}

function formatMagnitude(value: number, format: string): string {
  const [, kind, digits] = /^([sex]?)(\d*)$/.exec(format)!;
  if (digits === '') return plain(value);
  const places = Number(digits);
  if (kind === 's') return plain(Number(value.toPrecision(places)));
  if (kind === '') return value.toFixed(places);
  const [mantissa, exponent] = value.toExponential(places).split('e') as [string, string];
  return kind === 'e' ? `${mantissa}e${Number(exponent)}` : `${mantissa} \\times 10^{${Number(exponent)}}`;
}

/** Up to 12 significant digits, without the noise of binary fractions and without an exponent. */
function plain(value: number): string {
  const rounded = Number(value.toPrecision(12));
  if (rounded !== 0 && (rounded < 1e-6 || rounded >= 1e21)) return rounded.toFixed(20).replace(/\.?0+$/, '');
  return String(rounded);
}

const withoutNegativeZero = (text: string): string => (/^-0(\.0*)?$/.test(text) ? text.slice(1) : text);
