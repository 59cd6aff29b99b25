import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Clusters } from '../../clusters/Clusters';
import { KubernetesCluster } from '../../clusters/KubernetesCluster';
import { KubernetesConnection } from '../../clusters/KubernetesConnection';
import { getTestControlPlane } from '../../testing/controlPlane';
import { TestEngine, createTestEngine } from '../../testing/createTestEngine';
import { shopTemplate } from '../../testing/shopTemplate';
import { createTestCatalog } from '../../testing/testCatalog';
import { CoverageSweep } from './CoverageSweep';
import { until } from '../../testing/until';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the log compared with a real control plane', () => {
  let cluster: KubernetesCluster;
  let admin: KubernetesConnection;
  let engine: TestEngine;
  let sweep: CoverageSweep;
  const byHand = `by-hand-${Date.now()}`;

  beforeAll(async () => {
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    cluster = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: portalKubeconfig,
    });
    engine = await createTestEngine({
      knex: await databases.init('POSTGRES_18'),
      cluster,
      catalog: createTestCatalog([shopTemplate()]),
    });
    sweep = CoverageSweep.fromConfig({
      store: engine.store,
      clusters: Clusters.create([cluster]),
      notifications: { send: async () => {} },
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    });
  }, 300_000);
  afterAll(async () => {
    await sweep?.stop();
    await admin
      ?.request({ method: 'DELETE', path: `/api/v1/namespaces/${byHand}` })
      .catch(() => {});
    await engine?.store.jobs.stop();
    await Promise.all([cluster?.close(), admin?.close()]);
  });

  /** Others make namespaces there too; only these are looked at. */
  async function findingsOf(...names: string[]) {
    await sweep.run();
    const [coverage] = await engine.store.coverage.list();
    return coverage.findings.filter(({ namespace }) =>
      names.includes(namespace),
    );
  }

  it('finds what was labelled by hand and what was deleted by hand, by the rights that the portal has', async () => {
    const { environmentId, operationId } = await engine.request('kept', 'shop');
    await engine.finish(operationId);
    const { namespace } = (await engine.store.environments.get(environmentId))!;
    await expect(findingsOf(namespace, byHand)).resolves.toEqual([]);

    await admin.request({
      method: 'POST',
      path: '/api/v1/namespaces?fieldManager=kubectl-create',
      body: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: byHand,
          labels: { 'app.kubernetes.io/managed-by': 'sandlot' },
        },
      },
    });
    await expect(findingsOf(namespace, byHand)).resolves.toMatchObject([
      {
        kind: 'foreign',
        namespace: byHand,
        madeBy: expect.stringContaining('kubectl-create'),
      },
    ]);

    await admin.request({
      method: 'DELETE',
      path: `/api/v1/namespaces/${namespace}`,
    });
    const missing = await until(async () => {
      const found = await findingsOf(namespace);
      return found.length > 0 && found;
    });
    expect(missing).toMatchObject([{ kind: 'missing', environmentId }]);
  });
});
