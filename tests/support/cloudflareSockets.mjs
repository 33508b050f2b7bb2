// What the driver uses of `cloudflare:sockets`, over a TCP socket of Node.
import { connect as connectTcp } from 'node:net';

export function connect(address) {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connectTcp({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  const closed = new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.on('error', () => {}); // seen by the reader and the writer
  return {
    readable: new ReadableStream({
      start(controller) {
        socket.on('data', (bytes) => controller.enqueue(new Uint8Array(bytes)));
        socket.once('close', () => controller.close());
      },
    }),
    writable: new WritableStream({
      write: (bytes) => new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    }),
    closed,
    close: async () => {
      socket.end();
    },
    startTls: () => {
      throw new Error('This stand-in has no TLS.');
    },
  };
}
