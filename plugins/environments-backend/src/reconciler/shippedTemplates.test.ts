import { setTimeout as wait } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { KubernetesCluster } from '../clusters/KubernetesCluster';
import { getTestControlPlane } from '../testing/controlPlane';
import { TestEngine, createTestEngine } from '../testing/createTestEngine';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** With the portal's own rights, on a real API server. */
describe('the templates that ship', () => {
  let knex: Knex;
  let cluster: KubernetesCluster;
  let engine: TestEngine;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    const { portalKubeconfig } = await getTestControlPlane();
    cluster = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: portalKubeconfig,
    });
    engine = await createTestEngine({ knex, cluster });
  });
  afterAll(async () => {
    await engine.store.jobs.stop();
    await cluster.close();
  });

  it.each(['team-sandbox', 'service-sandbox', 'database-sandbox'])(
    '%s becomes Ready, and all that is in it healthy',
    async template => {
      const { environmentId, operationId } = await engine.request(
        `real-${template}`,
        template,
      );
      expect(await engine.finish(operationId)).toMatchObject({
        state: 'Succeeded',
        failure: undefined,
      });
      const caller = engine.newCaller();
      for (;;) {
        const objects = await engine.service.listObjects(caller, environmentId);
        const open = objects.filter(({ health }) => health !== 'Healthy');
        if (open.length === 0) break;
        expect(open.map(({ health }) => health)).not.toContain('Degraded');
        await wait(200);
      }
      const { namespace, namespaceUid } = (await engine.store.environments.get(
        environmentId,
      ))!;
      await cluster.deleteNamespace(namespace, namespaceUid!);
    },
  );
});
