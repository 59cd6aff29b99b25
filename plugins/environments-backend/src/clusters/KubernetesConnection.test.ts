import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { KubernetesConnection, MAX_CONNECTIONS } from './KubernetesConnection';
import { until } from '../testing/until';

describe('KubernetesConnection', () => {
  const directory = createMockDirectory();
  const file = directory.resolve('kubeconfig');
  let server: Server;
  let sockets: number;
  let answer: RequestListener;
  let connection: KubernetesConnection;

  function writeKubeconfig(token: string) {
    writeUser({ token });
  }

  /** The credential is given by this program. */
  function writeProgram(script: string) {
    writeUser({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'sh',
        args: ['-c', script],
        interactiveMode: 'Never',
      },
    });
    connection = KubernetesConnection.fromKubeconfig({ file });
  }

  function writeUser(user: object) {
    const { port } = server.address() as AddressInfo;
    directory.addContent({
      kubeconfig: JSON.stringify({
        clusters: [
          {
            name: 'c',
            cluster: {
              server: `http://127.0.0.1:${port}/prefix`,
              'insecure-skip-tls-verify': true,
            },
          },
        ],
        users: [{ name: 'portal', user }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'portal' } }],
        'current-context': 'c',
      }),
    });
  }

  beforeEach(async () => {
    sockets = 0;
    answer = (request, response) => {
      request.resume();
      response.end(JSON.stringify({ path: request.url }));
    };
    server = createServer((request, response) => answer(request, response));
    server.on('connection', () => {
      sockets += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    writeKubeconfig('first');
    connection = KubernetesConnection.fromKubeconfig({ file });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await connection.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('keeps its connections', async () => {
    const kept = connection;
    for (let call = 0; call < 20; call += 1) {
      await expect(
        kept.request({ method: 'GET', path: '/api/v1/pods' }),
      ).resolves.toEqual({ path: '/prefix/api/v1/pods' });
    }
    // A socket is free one turn of the event loop after its answer, so that
    // calls without a pause between them alternate between two.
    expect(sockets).toBeLessThanOrEqual(2);
    expect(kept.calls).toBe(20);

    const inFlight = 8;
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        Array.from({ length: inFlight }, () =>
          kept.request({ method: 'PATCH', path: '/x', body: {} }),
        ),
      );
    }
    expect(sockets).toBeLessThanOrEqual(2 * inFlight);
  });

  it('reads the credential again after it was not accepted', async () => {
    answer = (request, response) => {
      response.statusCode =
        request.headers.authorization === 'Bearer second' ? 200 : 401;
      response.end('{}');
    };
    const get = { method: 'GET', path: '/' } as const;
    await expect(connection.request(get)).rejects.toMatchObject({
      reason: 'Unauthorized',
      isTransient: true,
    });
    directory.addContent({ kubeconfig: 'half writ' });
    await expect(connection.request(get)).rejects.toMatchObject({
      reason: 'Unauthorized',
      message: expect.stringContaining(file),
    });
    writeKubeconfig('second');
    await expect(connection.request(get)).resolves.toEqual({});
  });

  it('gives up on a server that does not answer, without its secrets', async () => {
    const { timeout } = AbortSignal;
    jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(20));
    answer = () => {};
    const error = await connection
      .request({ method: 'POST', path: '/x', body: {} })
      .catch(caught => caught);
    expect(error).toMatchObject({
      name: 'ClusterError',
      reason: 'Unavailable',
      message: expect.stringMatching(
        /^The API server at 127\.0\.0\.1:\d+ did not answer POST \/x within 10 s$/,
      ),
    });
    expect(JSON.stringify(error)).not.toContain('first');
  });

  it('reports a server that hangs up, and one that is no Kubernetes', async () => {
    answer = request => request.socket.destroy();
    await expect(
      connection.request({ method: 'GET', path: '/x' }),
    ).rejects.toMatchObject({
      reason: 'Unavailable',
      message: expect.stringContaining("can't be reached for GET /x"),
    });

    answer = (_request, response) => {
      response.statusCode = 502;
      response.setHeader('retry-after', '5');
      response.end('<html>Bad gateway</html>');
    };
    await expect(
      connection.request({ method: 'GET', path: '/x' }),
    ).rejects.toMatchObject({
      reason: 'Unavailable',
      status: 502,
      retryAfterSeconds: 5,
    });
  });

  it('gives up on a credential that does not come, and sends nothing', async () => {
    const { timeout } = AbortSignal;
    jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(20));
    writeProgram(
      `while [ ! -e ${directory.resolve('come')} ]; do sleep 0.1; done`,
    );
    await expect(
      connection.request({ method: 'POST', path: '/x', body: {} }),
    ).rejects.toMatchObject({
      reason: 'Unauthorized',
      isTransient: true,
      message: expect.stringContaining('could not be had within 10 s'),
    });
    expect(sockets).toBe(0);
    directory.addContent({ come: '' });
  });

  it('looks once more after the credential has come whether it may still send', async () => {
    const asked = directory.resolve('asked');
    writeProgram(
      `touch ${asked}; echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"x"}}'`,
    );
    const late = new Error('too late');
    const fence = () => {
      if (existsSync(asked)) throw late;
    };
    await expect(
      connection.request({ method: 'POST', path: '/x', body: {}, fence }),
    ).rejects.toBe(late);
    expect(connection.calls).toBe(0);
  });

  it('looks once more after it has waited for a connection', async () => {
    const held: (() => void)[] = [];
    const paths: (string | undefined)[] = [];
    answer = (request, response) => {
      paths.push(request.url);
      held.push(() => response.end('{}'));
    };
    const busy = Array.from({ length: MAX_CONNECTIONS }, () =>
      connection.request({ method: 'GET', path: '/busy' }),
    );
    await until(() => held.length === MAX_CONNECTIONS);
    let isHeld = true;
    const fence = () => {
      if (!isHeld) throw new Error('too late');
    };
    const changes = ['/one', '/two'].map(path =>
      connection.request({ method: 'POST', path, body: {}, fence }),
    );
    isHeld = false;
    held.forEach(release => release());
    for (const change of changes) {
      await expect(change).rejects.toThrow('too late');
    }
    await Promise.all(busy);
    expect(new Set(paths)).toEqual(new Set(['/prefix/busy']));
    // The connections are as good as before.
    answer = (_request, response) => response.end('{"good":true}');
    await expect(
      connection.request({ method: 'GET', path: '/after' }),
    ).resolves.toEqual({ good: true });
  });
});
