import { createServer } from 'node:net';
import { SetupProblem } from './setupProblem.ts';

/** Throws a sentence when `port` cannot be listened on: better at once than after minutes of set-up. Port 0 is always free. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portProblem(host, port, error)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

export function portProblem(host: string, port: number, error: NodeJS.ErrnoException): Error {
  const cure = `Choose another, for instance "PORT=${port + 1 > 65535 ? port - 1 : port + 1} npm start", or stop what listens there.`;
  if (error.code === 'EADDRINUSE') return new SetupProblem('port', `Port ${port} on ${host} is taken.`, cure);
  if (error.code === 'EACCES') return new SetupProblem('port', `Port ${port} may only be used by root.`, cure);
  if (error.code === 'EADDRNOTAVAIL') return new SetupProblem('port', `This machine has no address ${host}.`, 'Set HOST to 127.0.0.1 or 0.0.0.0.');
  return error;
}
