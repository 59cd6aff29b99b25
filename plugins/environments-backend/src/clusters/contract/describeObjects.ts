/* eslint-disable jest/no-export -- part of a contract that several test files run */
import { objectHealth } from '../objectHealth';
import { ContractScope } from './ContractScope';
import { quota, deployment } from './manifests';

/** Objects: applied, read, refused. */
export function describeObjects(scope: ContractScope): void {
  it('applies a workload right after the quota that counts it', async () => {
    const { metadata } = await scope.makeNamespace();
    for (let round = 1; round <= 5; round += 1) {
      const limits = quota(metadata.name, '5');
      limits.metadata.name = `limits-${round}`;
      limits.spec = { hard: { services: String(round + 5) } };
      await scope.cluster.apply(limits);
      const applied = await scope.cluster.apply({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: `web-${round}`, namespace: metadata.name },
        spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
      });
      expect(applied.metadata.uid).toEqual(expect.any(String));
    }
  });

  it('applies the same object again and again', async () => {
    const { metadata } = await scope.makeNamespace();
    const first = await scope.cluster.apply(quota(metadata.name, '5'));
    const again = await scope.cluster.apply(quota(metadata.name, '5'));
    expect(again.metadata.uid).toBe(first.metadata.uid);

    const changed = await scope.cluster.apply(quota(metadata.name, '6'));
    expect(changed.metadata.uid).toBe(first.metadata.uid);
    expect(changed.spec).toEqual({ hard: { configmaps: '6' } });
  });

  it('makes workloads that become healthy', async () => {
    const { metadata } = await scope.makeNamespace();
    const applied = await scope.cluster.apply(deployment(metadata.name));
    expect(objectHealth(applied).health).toBe('Progressing');
    await scope.eventually(async () => {
      const object = await scope.cluster.get({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'web',
        namespace: metadata.name,
      });
      return objectHealth(object).health === 'Healthy';
    });
  });

  it('refuses what has no place', async () => {
    await expect(
      scope.cluster.apply(quota('sandlot-nowhere', '5')),
    ).rejects.toMatchObject({
      name: 'ClusterError',
      reason: 'Refused',
      status: 404,
      message: 'namespaces "sandlot-nowhere" not found',
    });
    await expect(
      scope.cluster.apply({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'mine' },
      }),
    ).rejects.toMatchObject({
      name: 'ClusterError',
      reason: 'Refused',
      message: expect.stringContaining('does not handle Node of v1'),
    });
  });

  it('finds nothing where nothing is', async () => {
    const { metadata } = await scope.makeNamespace();
    for (const where of [metadata.name, 'sandlot-nowhere']) {
      await expect(
        scope.cluster.get({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: 'absent',
          namespace: where,
        }),
      ).resolves.toBeUndefined();
    }
  });
}
