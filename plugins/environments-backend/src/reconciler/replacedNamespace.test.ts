import { TestDatabases } from '@backstage/backend-test-utils';
import { ClusterError } from '../clusters/ClusterError';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { createTwinEngine } from '../testing/createTwinEngine';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

it('puts nothing into a namespace that others made in the place of ours between two tries of a creation', async () => {
  let ahead = 0;
  const cluster = InMemoryCluster.create({
    info: { name: 'twin', title: 'Twin', reality: 'memory' },
    now: () => Date.now() + ahead,
  });
  const engine = await createTwinEngine({
    knex: await databases.init('POSTGRES_18'),
    cluster,
  });
  try {
    const { environmentId, operationId } = await engine.request('replaced');
    cluster.faults.failNext(
      { method: 'apply' },
      new ClusterError('Unavailable', 'The cluster is away'),
    );
    await engine.reconciler.run(operationId);
    const { namespace, namespaceUid } = (await engine.store.environments.get(
      environmentId,
    ))!;
    await cluster.deleteNamespace(namespace, namespaceUid!);
    ahead = 10_000;
    const reference = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
    expect(await cluster.get(reference)).toBeUndefined();
    await cluster.createNamespace({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });

    const { state, failure } = await engine.finish(operationId);
    expect({ state, reason: failure?.reason }).toEqual({
      state: 'Failed',
      reason: 'NamespaceReplaced',
    });
    const kind = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
    };
    expect(await cluster.listInNamespace(namespace, kind)).toEqual([]);
  } finally {
    await engine.stop();
  }
});
