import { type Figure, median, spread } from './support/figures.ts';
import { pairedRatios } from './support/load.ts';
import { fetchAgain, type Product } from '../tests/support/product.ts';
import { startBareServer } from './support/startBareServer.ts';

/** The question list, whole and not modified, against a bare server that writes the same bytes from memory. */
export async function listQuestions(product: Product): Promise<Figure[]> {
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
