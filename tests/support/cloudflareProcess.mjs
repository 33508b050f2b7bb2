// The Workers bundle without workerd: Node that refuses code from strings, as Workers does, with `cloudflare:sockets` on top of `node:net`.
//   node --disallow-code-generation-from-strings tests/support/cloudflareProcess.mjs dist/cloudflare.mjs      (settings from the environment; prints its port)
import { createServer } from 'node:http';
import { register } from 'node:module';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const sockets = new URL('./cloudflareSockets.mjs', import.meta.url).href;
const hook = `export const resolve = (name, context, next) => name === 'cloudflare:sockets' ? { url: ${JSON.stringify(sockets)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const { default: worker } = await import(pathToFileURL(process.argv[2]).href);
const bindings = { ...process.env };

createServer(async (incoming, outgoing) => {
  const hasBody = !['GET', 'HEAD'].includes(incoming.method);
  const request = new Request(`http://worker${incoming.url}`, { method: incoming.method, headers: incoming.headers, body: hasBody ? Readable.toWeb(incoming) : undefined, duplex: 'half' });
  try {
    const response = await worker.fetch(request, bindings, { waitUntil: (promise) => void promise.catch((error) => console.error(error)) });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body === null) outgoing.end();
    else Readable.fromWeb(response.body).pipe(outgoing);
  } catch (error) {
    outgoing.writeHead(599).end(String(error?.stack ?? error));
  }
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});
