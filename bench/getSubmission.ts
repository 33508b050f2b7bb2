import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { type Figure, median, spread } from './support/figures.ts';
import { pairedRatios } from './support/load.ts';
import { gradeCode, type Product, root } from '../tests/support/product.ts';
import { startBareServer } from './support/startBareServer.ts';

/** `GET /v1/submissions/{id}` with key check and validation, against a bare server that runs the same query. */
export async function getSubmission(product: Product): Promise<Figure[]> {
  const solution = readFileSync(join(root, 'questions/channel-shuffle/channel-shuffle/solutions/pytorch/split_and_transpose.py'), 'utf8');
  const { id } = await gradeCode(product, 'channel-shuffle', 'pytorch', solution);
  const sql = postgres(product.databaseUrl(), { max: 1 });
  const [row] = await sql`select tenant_id from gradecheck.submissions where id = ${id}`;
  await sql.end();
  const bare = await startBareServer('row', { databaseUrl: product.databaseUrl(), tenantId: row!.tenant_id as string });
  try {
    const headers = { authorization: `Bearer ${product.apiKey}` };
    const seen = await pairedRatios(
      { url: `${product.url}/v1/submissions/${id}`, headers, expectStatus: 200 },
      { url: `${bare.url}/v1/submissions/${id}`, expectStatus: 200 },
    );
    return [
      {
        name: 'GET /v1/submissions/{id} against node:http + postgres.js, requests per second',
        value: median(seen.ratios),
        unit: 'times',
        bar: 0.8,
        direction: 'atLeast',
        detail: `ratios ${spread(seen.ratios)}; ours ${median(seen.ours).toFixed(0)}/s, bare ${median(seen.theirs).toFixed(0)}/s`,
      },
    ];
  } finally {
    bare.stop();
  }
}
