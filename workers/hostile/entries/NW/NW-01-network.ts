// id: NW-01, NW-02, NW-03, NW-04, NW-06
// attack: services of this very host, metadata addresses, names, downloads, sockets of its own
// runs: tfjs
// expect: judged
// layer: cell (the second filter: no socket; an empty network namespace behind it)
import { Escaped, HOST, node, refusedLater } from './support';

const connects = (where: unknown) =>
  new Promise<void>((done, fail) => {
    const socket = node('net').connect(where);
    socket.on('connect', done);
    socket.on('error', fail);
  });

export async function act(): Promise<void> {
  await refusedLater('service', () => connects({ port: HOST.tcp, host: '127.0.0.1' }));
  await refusedLater('abstract', () => connects({ path: '\0' + HOST.abstract }));
  await refusedLater('path', () => connects({ path: HOST.path }));
  await refusedLater('metadata', () => connects({ port: 80, host: '169.254.169.254' }));
  await refusedLater('fetch', () => fetch(`http://127.0.0.1:${HOST.tcp}/`));
  await refusedLater('name', () => node('dns').promises.lookup('example.com'));
  await new Promise<void>((done, fail) => {
    try {
      const server = node('net').createServer();
      server.on('error', () => done());
      server.listen(0, '127.0.0.1', () => fail(new Escaped('it listens')));
    } catch {
      done();
    }
  });
}
