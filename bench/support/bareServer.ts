/** The peer of the HTTP benches: `node:http` and, for one route, postgres.js, with nothing between. Started as its own process. */
import { createServer } from 'node:http';
import postgres from 'postgres';

const [port, mode, detail] = process.argv.slice(2);

if (mode === 'row') {
  const { databaseUrl, tenantId } = JSON.parse(detail!) as { databaseUrl: string; tenantId: string };
  const sql = postgres(databaseUrl, { max: 8 });
  createServer((request, response) => {
    const id = request.url!.slice(request.url!.lastIndexOf('/') + 1);
    sql`select * from gradecheck.submissions where tenant_id = ${tenantId} and id = ${id}`.then(
      (rows) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(rows[0]));
      },
      (error: unknown) => {
        response.writeHead(500);
        response.end(String(error));
      },
    );
  }).listen(Number(port), '127.0.0.1');
} else {
  const { url, headers } = JSON.parse(detail!) as { url: string; headers: Record<string, string> };
  const body = Buffer.from(await (await fetch(url, { headers })).arrayBuffer());
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  const etag = '"bench"';
  createServer((request, response) => {
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag });
      response.end();
      return;
    }
    // "The same JSON from memory": an object that is written out for each request, as such a server would.
    response.writeHead(200, { 'content-type': 'application/json', etag });
    response.end(mode === 'bytes' ? body : JSON.stringify(parsed));
  }).listen(Number(port), '127.0.0.1');
}
