export type Lang = 'en' | 'zh';

/** The same value with each `{en, zh}` pair replaced by the text of one language. */
export type Localized<T> = T extends { en: string; zh: string }
  ? string
  : T extends (infer Item)[]
    ? Localized<Item>[]
    : T extends object
      ? { [Key in keyof T]: Localized<T[Key]> }
      : T;

export function localize<T>(value: T, lang: Lang): Localized<T> {
  return choose(value, lang) as Localized<T>;
}

function choose(value: unknown, lang: Lang): unknown {
  if (Array.isArray(value)) return value.map((item) => choose(item, lang));
  if (value === null || typeof value !== 'object') return value;
  if (isPair(value)) return value[lang];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, choose(item, lang)]));
}

function isPair(value: object): value is { en: string; zh: string } {
  const keys = Object.keys(value);
  return keys.length === 2 && 'en' in value && 'zh' in value && typeof value.en === 'string' && typeof value.zh === 'string';
}
