import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'yaml';
import { getTestControlPlane } from '../testing/controlPlane';
import { findDrift } from '../domain/drift';
import { ClusterUnderTest, describeClusterContract } from './clusterContract';
import { deployment, namespace } from './contract/manifests';
import { ClusterError } from './ClusterError';
import { KubernetesCluster } from './KubernetesCluster';
import { KubernetesConnection } from './KubernetesConnection';
import { objectPath } from './objectPath';
import { referenceTo } from './namespaces';

const info = { name: 'local', title: 'Local', reality: 'simulated' as const };

/** With the portal's own credential: its rights must do for all that is asked. */
async function startCluster() {
  const { portalKubeconfig } = await getTestControlPlane();
  return KubernetesCluster.fromKubeconfig({ info, file: portalKubeconfig });
}

async function connectAsAdmin() {
  const { adminKubeconfig } = await getTestControlPlane();
  return KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
}

describeClusterContract('KubernetesCluster', async () => {
  const cluster = await startCluster();
  const admin = await connectAsAdmin();
  const editAs: ClusterUnderTest['editAs'] = async (
    manager,
    reference,
    change,
  ) => {
    const path = objectPath(reference);
    for (;;) {
      const object = (await cluster.get(reference))!;
      change(object);
      const written = await admin
        .request({
          method: 'PUT',
          path: `${path}?fieldManager=${manager}`,
          body: object,
        })
        .catch((error: ClusterError) => {
          // A controller was faster.
          if (error.status !== 409) throw error;
        });
      if (written) return;
    }
  };
  return {
    cluster,
    editAs,
    tick: () => setTimeout(50),
    close: async () => {
      await Promise.all([cluster.close(), admin.close()]);
    },
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
    const error: ClusterError = await cluster
      .dryRunApply(deploymentWithoutImage(metadata.name))
      .then(fail, caught => caught);
    expect(error.causes).toEqual([
      {
        field: 'spec.template.spec.containers[0].image',
        message: 'Required value',
      },
    ]);
    await cluster.deleteNamespace(metadata.name, metadata.uid!);
  });

  it('lists in one call what fits on a page', async () => {
    const { metadata } = await cluster.createNamespace(namespace());
    const before = cluster.calls;
    await cluster.listManaged({ apiVersion: 'v1', kind: 'Namespace' });
    await cluster.listInNamespace(metadata.name, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
    });
    expect(cluster.calls - before).toBe(2);
    await cluster.deleteNamespace(metadata.name, metadata.uid!);
  });

  it('shows what another manager took by force with server-side apply', async () => {
    const admin = await connectAsAdmin();
    const { metadata } = await cluster.createNamespace(namespace());
    const manifest = deployment(metadata.name);
    const path = objectPath(referenceTo(manifest));
    await cluster.apply(manifest);
    await admin.request({
      method: 'PATCH',
      path: `${path}?fieldManager=helm&force=true`,
      contentType: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: { replicas: 3 },
      },
    });
    const live = await cluster.get(referenceTo(manifest));
    expect(findDrift(manifest, live)?.fields).toEqual([
      {
        path: '/spec/replicas',
        expected: 1,
        actual: 3,
        manager: 'helm',
        operation: 'Apply',
        time: expect.any(String),
      },
    ]);
    await cluster.deleteNamespace(metadata.name, metadata.uid!);
    await admin.close();
  });
});

function deploymentWithoutImage(home: string) {
  const manifest = deployment(home);
  const { template } = manifest.spec as {
    template: { spec: { containers: { image?: string }[] } };
  };
  delete template.spec.containers[0].image;
  return manifest;
}

function fail(): never {
  throw new Error('It was not refused');
}
