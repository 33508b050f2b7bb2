import { type Figure, median, spread } from './support/figures.ts';
import { pairedRatios } from './support/load.ts';
import { fetchAgain, type Product } from '../tests/support/product.ts';
import { startApi } from './support/startApi.ts';
import { startBareServer } from './support/startBareServer.ts';

const few = 5;

/** The question list against a bare server that writes the same bytes from memory, and against itself with a small bank. */
export async function listQuestions(product: Product): Promise<Figure[]> {
  return [...(await againstBareServer(product)), await againstSmallBank(product)];
}

/** The same page of the same questions: what differs is how many others there are. */
async function againstSmallBank(product: Product): Promise<Figure> {
  const apis = [await startApi(product)];
  try {
    apis.push(await startApi(product, few));
    const headers = { authorization: `Bearer ${product.apiKey}` };
    const [whole, small] = apis.map(({ url }) => ({ url: `${url}/v1/questions?limit=${few}`, headers, expectStatus: 200 }));
    const pages = await Promise.all([whole!, small!].map(async ({ url }) => (await (await fetchAgain(url, { headers })).json()) as { data: unknown[]; has_more: boolean }));
    if (JSON.stringify(pages[0]!.data) !== JSON.stringify(pages[1]!.data) || !pages[0]!.has_more || pages[1]!.has_more) throw new Error('The banks do not show the same five questions.');
    const seen = await pairedRatios(whole!, small!, 7);
    return {
      name: `GET /v1/questions?limit=${few} with the whole bank against a bank of ${few}`,
      value: median(seen.ratios),
      unit: 'times',
      bar: 0.95,
      direction: 'atLeast',
      detail: `ratios ${spread(seen.ratios)}; whole ${median(seen.ours).toFixed(0)}/s, ${few} questions ${median(seen.theirs).toFixed(0)}/s`,
    };
  } finally {
    for (const api of apis) api.stop();
  }
}

async function againstBareServer(product: Product): Promise<Figure[]> {
  const url = `${product.url}/v1/questions?limit=20`;
  const headers = { authorization: `Bearer ${product.apiKey}` };
  const etag = (await fetchAgain(url, { headers })).headers.get('etag')!;
  const bare = await startBareServer('bytes', { url, headers });
  try {
    const whole = await pairedRatios({ url, headers, expectStatus: 200 }, { url: bare.url, expectStatus: 200 });
    const unchanged = await pairedRatios(
      { url, headers: { ...headers, 'if-none-match': etag }, expectStatus: 304 },
      { url: bare.url, headers: { 'if-none-match': '"bench"' }, expectStatus: 304 },
    );
    return [
      {
        name: 'GET /v1/questions?limit=20 against node:http writing the same bytes',
        value: median(whole.ratios),
        unit: 'times',
        bar: 0.75,
        direction: 'atLeast',
        detail: `ratios ${spread(whole.ratios)}; ours ${median(whole.ours).toFixed(0)}/s, bare ${median(whole.theirs).toFixed(0)}/s`,
      },
      {
        name: 'the same with If-None-Match (304 on both sides)',
        value: median(unchanged.ratios),
        unit: 'times',
        bar: 0.9,
        direction: 'atLeast',
        detail: `ratios ${spread(unchanged.ratios)}; ours ${median(unchanged.ours).toFixed(0)}/s, bare ${median(unchanged.theirs).toFixed(0)}/s`,
      },
    ];
  } finally {
    bare.stop();
  }
}
