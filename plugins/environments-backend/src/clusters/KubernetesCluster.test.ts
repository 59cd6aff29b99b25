import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'yaml';
import { getTestControlPlane } from '../testing/controlPlane';
import { describeClusterContract, namespace } from './clusterContract';
import { KubernetesCluster } from './KubernetesCluster';

const info = { name: 'local', title: 'Local', reality: 'simulated' as const };

/** With the portal's own credential: its rights must do for all that is asked. */
async function startCluster() {
  const { portalKubeconfig } = await getTestControlPlane();
  return KubernetesCluster.fromKubeconfig({ info, file: portalKubeconfig });
}

describeClusterContract('KubernetesCluster', async () => {
  const cluster = await startCluster();
  return {
    cluster,
    tick: () => setTimeout(50),
    close: () => cluster.close(),
  };
});

describe('KubernetesCluster', () => {
  jest.setTimeout(60_000);

  let cluster: KubernetesCluster;

  beforeAll(async () => {
    cluster = await startCluster();
  }, 300_000);

  afterAll(async () => {
    await cluster?.close();
  });

  it('gives people what they need to reach the API server', async () => {
    const { portalKubeconfig } = await getTestControlPlane();
    const { clusters } = parse(readFileSync(portalKubeconfig, 'utf8'));
    const { server, certificateAuthority } = cluster.endpoint();
    expect(server).toBe(clusters[0].cluster.server);
    expect(certificateAuthority).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  it('refuses a field that the API does not know, with its place', async () => {
    const { metadata } = await cluster.createNamespace(namespace());
    const manifest = (fields: object) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: metadata.name },
      ...fields,
    });
    await expect(
      cluster.apply(manifest({ spec: { replicaz: 1 } })),
    ).rejects.toMatchObject({
      reason: 'Refused',
      message: expect.stringContaining('.spec.replicaz'),
    });
    await expect(
      cluster.apply(manifest({ spec: { replicas: -1 } })),
    ).rejects.toMatchObject({
      reason: 'Refused',
      status: 422,
      message: expect.stringContaining('spec.replicas'),
    });
    await cluster.deleteNamespace(metadata.name, metadata.uid!);
  });
});
