import { TestDatabases } from '@backstage/backend-test-utils';
import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { KubernetesCluster } from '../clusters/KubernetesCluster';
import { CrashPlan } from '../testing/crashingWorker';
import { getTestControlPlane } from '../testing/controlPlane';
import { TestEngine, createTestEngine } from '../testing/createTestEngine';
import { killWorker } from '../testing/killWorker';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

type Crash = Pick<CrashPlan, 'method' | 'call' | 'when'>;

describe('a worker that is killed', () => {
  let knex: Knex;
  let cluster: KubernetesCluster;
  let engine: TestEngine;
  let kubeconfig: string;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    kubeconfig = (await getTestControlPlane()).portalKubeconfig;
    cluster = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: kubeconfig,
    });
    engine = await createTestEngine({ knex, cluster });
  });
  afterAll(async () => {
    await engine.store.jobs.stop();
    await cluster.close();
  });

  async function crash(operationId: string, at: Crash) {
    await killWorker(knex, { ...at, operationId, kubeconfig });
    expect((await engine.store.operations.get(operationId))!.state).toBe(
      'Running',
    );
    await engine.expireLease(operationId);
  }

  const whileCreating: [string, Crash][] = [
    [
      'before the namespace is made',
      { method: 'createNamespace', call: 1, when: 'before' },
    ],
    [
      'when the namespace is made and nobody knows',
      { method: 'createNamespace', call: 1, when: 'after' },
    ],
    [
      'between the namespace and the policies',
      { method: 'apply', call: 1, when: 'before' },
    ],
    [
      'in the midst of the policies',
      { method: 'apply', call: 3, when: 'after' },
    ],
    [
      'between the policies and the workloads',
      { method: 'apply', call: 8, when: 'before' },
    ],
    [
      'while it looks whether all is well',
      { method: 'isAllowed', call: 3, when: 'before' },
    ],
  ];

  it.each(whileCreating)(
    '%s leaves work that another one finishes, once',
    async (title, at) => {
      const name = `c-${whileCreating.findIndex(([other]) => other === title)}`;
      const { environmentId, operationId } = await engine.request(name);
      await crash(operationId, at);
      expect(await engine.sweep.run()).toBe(1);

      expect(await engine.finish(operationId)).toMatchObject({
        state: 'Succeeded',
        attempt: expect.any(Number),
      });
      const environment = (await engine.store.environments.get(environmentId))!;
      expect(environment.phase).toBe('Ready');
      const namespace = await cluster.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: environment.namespace,
      });
      expect(namespace?.metadata).toMatchObject({
        uid: environment.namespaceUid,
        labels: { [LABEL_ENVIRONMENT]: environmentId },
      });
      await expectWholeTrail(operationId, 'environment.create');
    },
  );

  const whileDeleting: [string, Crash][] = [
    [
      'before the deletion is asked for',
      { method: 'deleteNamespace', call: 1, when: 'before' },
    ],
    [
      'when the deletion is under way and nobody knows',
      { method: 'deleteNamespace', call: 1, when: 'after' },
    ],
  ];

  it.each(whileDeleting)('%s leaves nothing behind', async (title, at) => {
    const name = `d-${whileDeleting.findIndex(([other]) => other === title)}`;
    const { environmentId, operationId } = await engine.request(name);
    await engine.finish(operationId);
    const deletionId = await engine.requestDeletion(environmentId);
    await crash(deletionId, at);

    expect(await engine.finish(deletionId)).toMatchObject({
      state: 'Succeeded',
    });
    const environment = (await engine.store.environments.get(environmentId))!;
    expect(environment.phase).toBe('Deleted');
    expect(
      await cluster.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: environment.namespace,
      }),
    ).toBeUndefined();
    await expectWholeTrail(deletionId, 'environment.delete');
  });

  /** Each attempt has its end, and the operation as a whole exactly one. */
  async function expectWholeTrail(operationId: string, action: string) {
    const trail = await engine.trail(operationId);
    const count = (stages: string[], prefix: string) =>
      trail.filter(
        record =>
          stages.includes(record.stage) && record.action.startsWith(prefix),
      ).length;
    expect(count(['succeeded', 'failed', 'unknown'], 'kubernetes.')).toBe(
      count(['attempt'], 'kubernetes.'),
    );
    expect(count(['succeeded'], action)).toBe(1);
    expect(new Set(trail.map(({ correlationId }) => correlationId)).size).toBe(
      1,
    );
  }
});
