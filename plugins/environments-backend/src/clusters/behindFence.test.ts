import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { proxyCertificate } from '../testing/faults/certificate';
import { KubernetesConnection } from './KubernetesConnection';

/** In a thread of its own, so that it goes on while this one stands still. */
const API_SERVER = `
  const { createServer } = require('node:https');
  const { parentPort, workerData: { key, certificate, heard } } = require('node:worker_threads');
  createServer({ key, cert: certificate }, (request, response) => {
    Atomics.add(heard, 0, 1);
    Atomics.notify(heard, 0);
    request.resume();
    response.end('{}');
  }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });
`;
const PATIENCE_MILLISECONDS = 10_000;

describe('behindFence', () => {
  const directory = createMockDirectory();
  const heard = new Int32Array(new SharedArrayBuffer(4));
  let server: Worker;
  let connection: KubernetesConnection;

  beforeAll(async () => {
    const { key, certificate } = proxyCertificate();
    server = new Worker(API_SERVER, {
      eval: true,
      workerData: { key, certificate, heard },
    });
    const [port] = await once(server, 'message');
    const cluster = {
      server: `https://127.0.0.1:${port}`,
      'certificate-authority-data': Buffer.from(certificate).toString('base64'),
    };
    directory.addContent({
      kubeconfig: JSON.stringify({
        clusters: [{ name: 'c', cluster }],
        users: [{ name: 'portal', user: { token: 'a-token' } }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'portal' } }],
        'current-context': 'c',
      }),
    });
    connection = KubernetesConnection.fromKubeconfig({
      file: directory.resolve('kubeconfig'),
    });
  });
  afterAll(async () => {
    await connection.close();
    await server.terminate();
  });

  it.each(['of a new connection', 'of one that is kept'])(
    'has sent what it let through before anything else is done: %s',
    async () => {
      let outcome: string | undefined;
      const before = heard[0];
      await connection.request({
        method: 'PATCH',
        path: '/api/v1/namespaces/a',
        body: {},
        fence: () => {
          // All stands still as soon as undici has done what it does in one go.
          queueMicrotask(() => {
            outcome = Atomics.wait(heard, 0, before, PATIENCE_MILLISECONDS);
          });
        },
      });
      expect(outcome).not.toBe('timed-out');
    },
  );
});
