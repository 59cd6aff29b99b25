import { TestDatabases } from '@backstage/backend-test-utils';
import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { Crash, crash, expectWholeTrail } from '../testing/crash';
import { RealEngine, createRealEngine } from '../testing/createRealEngine';
import { shippedTemplates } from '../testing/shippedTemplates';
import { shopTemplate } from '../testing/shopTemplate';
import { createTestCatalog } from '../testing/testCatalog';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a worker that is killed', () => {
  let knex: Knex;
  let engine: RealEngine;
  let cluster: RealEngine['cluster'];
  let kubeconfig: string;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createRealEngine({
      knex,
      catalog: createTestCatalog([...shippedTemplates(), shopTemplate()]),
    });
    ({ cluster, kubeconfig } = engine);
  });
  afterAll(() => engine?.stop());

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
      await crash({ knex, engine }, { ...at, operationId, kubeconfig });
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
      await expectWholeTrail(engine, operationId, 'environment.create');
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
    const { environmentId, operationId } = await engine.request(name, 'shop');
    await engine.finish(operationId);
    const deletionId = await engine.requestDeletion(environmentId);
    await crash(
      { knex, engine },
      { ...at, operationId: deletionId, kubeconfig },
    );

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
    await expectWholeTrail(engine, deletionId, 'environment.delete');
  });

  async function replicasIn(namespace: string) {
    const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
    const [web] = await cluster.listInNamespace(namespace, kind);
    return (web.spec as { replicas: number }).replicas;
  }

  const whileAsleep: [string, 'hibernate' | 'resume', Crash][] = [
    [
      'before it has looked at any size',
      'hibernate',
      { method: 'listInNamespace', call: 1, when: 'before' },
    ],
    [
      'between noting the sizes and scaling',
      'hibernate',
      { method: 'listInNamespace', call: 7, when: 'before' },
    ],
    [
      'before it scales to zero',
      'hibernate',
      { method: 'resize', call: 1, when: 'before' },
    ],
    [
      'when it is scaled to zero and nobody knows',
      'hibernate',
      { method: 'resize', call: 1, when: 'after' },
    ],
    [
      'before the size is given back',
      'resume',
      { method: 'resize', call: 1, when: 'before' },
    ],
    [
      'when the size is given back and nobody knows',
      'resume',
      { method: 'resize', call: 1, when: 'after' },
    ],
    [
      'while it looks whether all is well again',
      'resume',
      { method: 'isAllowed', call: 3, when: 'before' },
    ],
  ];

  it.each(whileAsleep)('%s loses no size', async (title, kind, at) => {
    const name = `h-${whileAsleep.findIndex(([other]) => other === title)}`;
    const { environmentId, operationId } = await engine.request(name);
    await engine.finish(operationId);
    const { namespace } = (await engine.store.environments.get(environmentId))!;
    const before = await replicasIn(namespace);
    expect(before).toBeGreaterThan(0);

    for (const step of ['hibernate', 'resume'] as const) {
      const stepId = await engine.ask(environmentId, step);
      if (step === kind) {
        await crash(
          { knex, engine },
          { ...at, operationId: stepId, kubeconfig },
        );
      }
      expect(await engine.finish(stepId)).toMatchObject({ state: 'Succeeded' });
      expect(await replicasIn(namespace)).toBe(step === 'resume' ? before : 0);
      await expectWholeTrail(engine, stepId, `environment.${step}`);
    }
    expect(await engine.store.environments.get(environmentId)).toMatchObject({
      phase: 'Ready',
      hibernation: undefined,
    });
  });
});
