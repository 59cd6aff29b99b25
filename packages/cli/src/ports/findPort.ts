import { createServer } from 'node:net';

/** Tells whether a server may listen on that port of the loopback interface. */
export function isPortFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

/** Finds a free port: the preferred one if it is, otherwise any. */
export async function findPort(preferred?: number): Promise<number> {
  if (preferred && (await isPortFree(preferred))) {
    return preferred;
  }
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' ? address!.port : port),
      );
    });
  });
}
