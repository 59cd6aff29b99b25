import { KubernetesConnection } from '../../clusters/KubernetesConnection';
import { getTestControlPlane } from '../controlPlane';
import { ApiEffect, ApiServerProxy } from './ApiServerProxy';

jest.setTimeout(600_000);

describe('ApiServerProxy', () => {
  let proxy: ApiServerProxy;
  let connection: KubernetesConnection;

  beforeEach(async () => {
    const { portalKubeconfig } = await getTestControlPlane();
    proxy = await ApiServerProxy.start(portalKubeconfig);
    connection = KubernetesConnection.fromKubeconfig({
      file: proxy.kubeconfig,
    });
  });
  afterEach(async () => {
    await connection.close();
    await proxy.close();
  });

  const ask = () =>
    connection.request<{ status: { allowed: boolean } }>({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: { verb: 'create', resource: 'namespaces' },
        },
      },
    });
  const strike = (effect: ApiEffect) => proxy.rules.add({ effect });

  it('asks the real server, as the same account', async () => {
    expect((await ask()).status.allowed).toBe(true);
  });

  it.each([{ kind: 'cutBefore' }, { kind: 'cutAfter' }] as const)(
    '$kind loses the answer',
    async effect => {
      strike(effect);
      await expect(ask()).rejects.toMatchObject({
        reason: 'Unavailable',
        status: undefined,
      });
      expect((await ask()).status.allowed).toBe(true);
    },
  );

  it('answers in the place of the server', async () => {
    strike({ kind: 'answer', status: 429, retryAfterSeconds: 7 });
    await expect(ask()).rejects.toMatchObject({
      reason: 'Unavailable',
      status: 429,
      retryAfterSeconds: 7,
    });
  });

  it('shows a list as it was', async () => {
    const path = '/api/v1/namespaces?labelSelector=none%3Dsuch';
    const list = () =>
      connection.request<{ metadata: { resourceVersion: string } }>({
        method: 'GET',
        path,
      });
    const first = await list();
    strike({ kind: 'stale' });
    expect(await list()).toEqual(first);
  });
});
