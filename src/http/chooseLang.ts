export type Lang = 'en' | 'zh';

/** `lang` goes before `Accept-Language`; English where neither says anything that we have. */
export function chooseLang(query: { lang?: Lang | undefined } | undefined, acceptLanguage: string | undefined): Lang {
  return query?.lang ?? (acceptLanguage === undefined ? 'en' : preferred(acceptLanguage));
}

function preferred(header: string): Lang {
  let best: Lang = 'en';
  let weight = 0;
  for (const part of header.split(',')) {
    const [range, ...parameters] = part.trim().toLowerCase().split(';');
    const primary = range!.split('-', 1)[0];
    const given = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
    const q = given === undefined ? 1 : Number(given.slice(2)); // NaN wins against nothing
    if ((primary === 'en' || primary === 'zh') && q > weight) {
      best = primary;
      weight = q;
    }
  }
  return best;
}
