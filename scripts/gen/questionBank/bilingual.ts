/** Marks that must be the same in both languages; compared as sorted lists, because word order differs. */
export interface Marks {
  numbers: string[];
  code: string[];
  maths: string[];
}

/** Numbers, inline code and formulas of a text, without its fenced blocks. */
export function marksOf(text: string): Marks {
  const prose = text.replace(/^```.*?^```$/gms, '');
  const code = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
  const withoutCode = prose.replace(/`[^`\n]+`/g, ' ');
  const maths = [...withoutCode.matchAll(/\$\$([^$]+)\$\$|\$([^$\n]+)\$/g)].map((match) => (match[1] ?? match[2]!).trim());
  const plain = withoutCode.replace(/\$\$[^$]+\$\$|\$[^$\n]+\$/g, ' ').normalize('NFKC');
  const numbers = [...plain.matchAll(/\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi)].map((match) => match[0]);
  return { numbers: numbers.sort(), code: code.sort(), maths: maths.sort() };
}

/** What one language says and the other doesn't, as a sentence; null when they agree. */
export function disagreement(en: string, zh: string): string | null {
  const [left, right] = [marksOf(en), marksOf(zh)];
  for (const kind of ['numbers', 'code', 'maths'] as const) {
    const onlyLeft = difference(left[kind], right[kind]);
    const onlyRight = difference(right[kind], left[kind]);
    if (onlyLeft.length > 0) return `${noun[kind]} ${onlyLeft.join(', ')} only in English`;
    if (onlyRight.length > 0) return `${noun[kind]} ${onlyRight.join(', ')} only in Chinese`;
  }
  return null;
}

const noun = { numbers: 'number', code: 'code', maths: 'formula' } as const;

function difference(from: string[], without: string[]): string[] {
  const rest = [...without];
  return from.filter((item) => {
    const at = rest.indexOf(item);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

/** Each `{en, zh}` pair inside a value, with its path. */
export function* textsOf(value: unknown, path: (string | number)[] = []): Generator<{ path: (string | number)[]; en: string; zh: string }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsOf(item, [...path, index]);
  } else if (value !== null && typeof value === 'object') {
    const pair = value as { en?: unknown; zh?: unknown };
    if (typeof pair.en === 'string' && typeof pair.zh === 'string') yield { path, en: pair.en, zh: pair.zh };
    else for (const [key, item] of Object.entries(value)) yield* textsOf(item, [...path, key]);
  }
}
