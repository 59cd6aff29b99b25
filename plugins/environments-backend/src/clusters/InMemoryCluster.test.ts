import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { describeClusterContract } from './clusterContract';
import { namespace } from './contract/manifests';
import { ClusterError } from './ClusterError';
import { InMemoryCluster } from './InMemoryCluster';
import { ENVIRONMENT_ROLES } from './memory/environmentRoles';

const info = { name: 'twin', title: 'Twin', reality: 'memory' as const };

describeClusterContract('InMemoryCluster', async () => {
  let now = Date.now();
  const cluster = InMemoryCluster.create({ info, now: () => now });
  return {
    cluster,
    editAs: async (...edit) => cluster.editAs(...edit),
    tick: async () => {
      now += 50;
    },
    close: async () => {},
  };
});

describe('InMemoryCluster', () => {
  it('knows the roles that are shipped', () => {
    const file = resolve(
      __dirname,
      '../../../../deploy/environment-roles.yaml',
    );
    const shipped = parseAllDocuments(readFileSync(file, 'utf8'))
      .map(document => document.toJS())
      .map(({ metadata, rules }) => [metadata.name, rules]);
    expect(ENVIRONMENT_ROLES).toEqual(Object.fromEntries(shipped));
  });

  it('says why a namespace is not gone yet', async () => {
    const cluster = InMemoryCluster.create({ info });
    const { metadata } = await cluster.createNamespace(namespace('team'));
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'team' },
    });
    await cluster.deleteNamespace('team', metadata.uid!);
    await expect(
      cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'team' }),
    ).resolves.toMatchObject({
      status: {
        conditions: [
          {
            type: 'NamespaceContentRemaining',
            message:
              'Some resources are remaining: configmaps. has 1 resource instances',
          },
        ],
      },
    });
  });

  it('fails, loses answers and hangs on request', async () => {
    const cluster = InMemoryCluster.create({ info });
    const reference = { apiVersion: 'v1', kind: 'Namespace', name: 'team' };
    const error = new ClusterError('Unavailable', 'try later');

    cluster.faults.failNext({ kind: 'Namespace' }, error);
    await expect(cluster.createNamespace(namespace('team'))).rejects.toBe(
      error,
    );
    await expect(cluster.get(reference)).resolves.toBeUndefined();

    cluster.faults.failNextAnswer({ method: 'createNamespace' }, error);
    await expect(cluster.createNamespace(namespace('team'))).rejects.toBe(
      error,
    );
    await expect(cluster.get(reference)).resolves.toBeDefined();

    const { reached, release } = cluster.faults.holdNext({ method: 'get' });
    const held = cluster.get(reference);
    await reached;
    await expect(cluster.get(reference)).resolves.toBeDefined();
    release();
    await expect(held).resolves.toBeDefined();
  });
});
