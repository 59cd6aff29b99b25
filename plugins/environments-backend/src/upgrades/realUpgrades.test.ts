import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { Clusters } from '../clusters/Clusters';
import { KubernetesCluster } from '../clusters/KubernetesCluster';
import { KubernetesConnection } from '../clusters/KubernetesConnection';
import { DriftSweep } from '../drift/DriftSweep';
import { getTestControlPlane } from '../testing/controlPlane';
import { Crash, crash, expectWholeTrail } from '../testing/crash';
import { TestEngine, createTestEngine } from '../testing/createTestEngine';
import { deliverRevision } from '../testing/deliverRevision';
import { ShopRevision, shopTemplate } from '../testing/shopTemplate';
import { createTestCatalog } from '../testing/testCatalog';
import { DefaultUpgradesService } from './DefaultUpgradesService';

jest.setTimeout(600_000);

/** They may choose revisions that the catalog does not deliver now. */
const ops = { managesTemplates: true };

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** Changes, adds and removes something. */
const NEXT: ShopRevision = {
  greeting: 'Ahoy',
  replicas: 2,
  storage: false,
  more: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    },
  ],
};

describe('upgrades on a real control plane', () => {
  let knex: Knex;
  let cluster: KubernetesCluster;
  let admin: KubernetesConnection;
  let engine: TestEngine;
  let upgrades: DefaultUpgradesService;
  let kubeconfig: string;
  let count = 0;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    kubeconfig = portalKubeconfig;
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    cluster = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: kubeconfig,
    });
    engine = await createTestEngine({
      knex,
      cluster,
      catalog: createTestCatalog([shopTemplate()]),
    });
    upgrades = DefaultUpgradesService.create({
      store: engine.store,
      clusters: Clusters.create([cluster]),
      catalog: engine.catalog.service,
    });
  });
  afterAll(async () => {
    await engine.store.jobs.stop();
    await cluster.close();
    await admin.close();
  });

  async function makeShop(): Promise<string> {
    count += 1;
    const shop = await engine.request(`real-${count}`, 'shop');
    expect(await engine.finish(shop.operationId)).toMatchObject({
      state: 'Succeeded',
    });
    return shop.environmentId;
  }

  const deliver = (revision: ShopRevision) =>
    deliverRevision(knex, shopTemplate(revision));

  async function requestUpgrade(id: string, revision: string) {
    const caller = engine.newCaller();
    const preview = await upgrades.previewUpgrade(
      caller,
      id,
      { revision },
      ops,
    );
    expect(preview.problems).toEqual([]);
    const { operation } = await upgrades.upgrade(
      caller,
      id,
      { revision, agreement: preview.agreement! },
      ops,
    );
    return operation.id;
  }

  async function requestRollback(id: string) {
    const caller = engine.newCaller();
    const { agreement } = await upgrades.previewRollback(caller, id);
    const { operation } = await upgrades.rollback(caller, id, {
      agreement: agreement!,
    });
    return operation.id;
  }

  async function objectsOf(id: string) {
    const { namespace } = (await engine.store.environments.get(id))!;
    const get = (apiVersion: string, kind: string, name: string) =>
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      cluster.get({ apiVersion, kind, name, namespace }) as Promise<any>;
    return {
      settings: await get('v1', 'ConfigMap', 'settings'),
      web: await get('apps/v1', 'Deployment', 'web'),
      service: await get('v1', 'Service', 'web'),
      claim: await get('v1', 'PersistentVolumeClaim', 'data'),
      namespace: (await cluster.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: namespace,
      }))!,
    };
  }

  it('shows the difference by the server’s own word, to the field', async () => {
    const id = await makeShop();
    const revision = await deliver(NEXT);
    const preview = await upgrades.previewUpgrade(
      engine.newCaller(),
      id,
      { revision },
      ops,
    );
    expect(preview.problems).toEqual([]);
    expect(
      preview.objects.map(({ change, kind, fields }) => [change, kind, fields]),
    ).toEqual([
      [
        'changed',
        'ConfigMap',
        [{ path: '/data/greeting', before: 'Hello', after: 'Ahoy' }],
      ],
      [
        'changed',
        'Deployment',
        [{ path: '/spec/replicas', before: 1, after: 2 }],
      ],
      ['added', 'Service', []],
      ['removed', 'PersistentVolumeClaim', []],
    ]);
    // Namespace, quota, limits, isolation, account and its rights.
    expect(preview.unchanged).toBe(6);
    expect((await objectsOf(id)).settings.data.greeting).toBe('Hello');

    const bigger = await upgrades.previewUpgrade(
      engine.newCaller(),
      id,
      { revision: await deliver({ storage: '2Gi' }) },
      ops,
    );
    expect(bigger.agreement).toBeUndefined();
    expect(bigger.objects).toMatchObject([
      {
        kind: 'PersistentVolumeClaim',
        fields: [
          {
            path: '/spec/resources/requests/storage',
            before: '1Gi',
            after: '2Gi',
          },
        ],
        refusal: expect.stringMatching(/is immutable|forbidden/i),
      },
    ]);
  });

  it('tells who changed what with kubectl', async () => {
    const id = await makeShop();
    const { namespace } = (await engine.store.environments.get(id))!;
    await admin.request({
      method: 'PATCH',
      path: `/apis/apps/v1/namespaces/${namespace}/deployments/web?fieldManager=kubectl-edit`,
      contentType: 'application/merge-patch+json',
      body: { spec: { replicas: 4 } },
    });
    const sweep = new DriftSweep({
      store: engine.store,
      clusters: Clusters.create([cluster]),
      logger: mockServices.logger.mock(),
    });
    await sweep.run();

    // Again, with nothing new: one list for each kind, as long as 500 hold all.
    const request = jest.spyOn(KubernetesConnection.prototype, 'request');
    await sweep.run();
    const lists = request.mock.calls.map(([{ method, path }]) => {
      const plural = path.split('?')[0].split('/').pop();
      return `${method} ${plural}`;
    });
    request.mockRestore();
    await sweep.stop();
    expect(lists.sort()).toEqual([
      'GET configmaps',
      'GET deployments',
      'GET limitranges',
      'GET namespaces',
      'GET networkpolicies',
      'GET persistentvolumeclaims',
      'GET resourcequotas',
      'GET rolebindings',
      'GET serviceaccounts',
    ]);
    const drifts = await engine.store.drifts.of(id);
    expect(drifts).toMatchObject([
      {
        kind: 'Deployment',
        fields: [
          {
            path: '/spec/replicas',
            expected: 1,
            actual: 4,
            manager: 'kubectl-edit',
          },
        ],
      },
    ]);
  });

  const crashes: [string, Crash][] = [
    [
      'before anything is applied',
      { method: 'apply', call: 1, when: 'before' },
    ],
    [
      'in the midst of the policies',
      { method: 'apply', call: 3, when: 'after' },
    ],
    [
      'between the policies and the workloads',
      { method: 'apply', call: 7, when: 'before' },
    ],
    [
      'before what is to go is deleted',
      { method: 'deleteObject', call: 1, when: 'before' },
    ],
    [
      'when it is deleted and nobody knows',
      { method: 'deleteObject', call: 1, when: 'after' },
    ],
    [
      'while it looks whether all is well',
      { method: 'isAllowed', call: 3, when: 'before' },
    ],
  ];

  it.each(crashes)(
    'a worker that is killed %s leaves work that another one finishes, once',
    async (_title, at) => {
      const id = await makeShop();
      const before = (await engine.store.environments.get(id))!;
      const revision = await deliver(NEXT);
      const operationId = await requestUpgrade(id, revision);
      await crash({ knex, engine }, { ...at, operationId, kubeconfig });
      expect(await engine.sweep.run()).toBe(1);
      expect(await engine.finish(operationId)).toMatchObject({
        state: 'Succeeded',
      });

      const after = (await engine.store.environments.get(id))!;
      expect(after).toMatchObject({
        phase: 'Ready',
        revision,
        namespaceUid: before.namespaceUid,
      });
      const objects = await objectsOf(id);
      expect(objects.settings.data.greeting).toBe('Ahoy');
      expect(objects.web.spec.replicas).toBe(2);
      expect(objects.service).toBeDefined();
      expect(objects.claim).toBeUndefined();
      expect(objects.namespace.metadata).toMatchObject({
        uid: before.namespaceUid,
        annotations: { 'sandlot.dev/revision': revision },
      });
      await expectWholeTrail(engine, operationId, 'environment.upgrade');
    },
  );

  it('a worker that is killed while it rolls back leaves work that another one finishes, once', async () => {
    const id = await makeShop();
    const { revision } = (await engine.store.environments.get(id))!;
    await engine.finish(await requestUpgrade(id, await deliver(NEXT)));
    const operationId = await requestRollback(id);
    await crash(
      { knex, engine },
      {
        method: 'deleteObject',
        call: 1,
        when: 'after',
        operationId,
        kubeconfig,
      },
    );
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Succeeded',
    });
    expect((await engine.store.environments.get(id))!).toMatchObject({
      phase: 'Ready',
      revision,
    });
    const objects = await objectsOf(id);
    expect(objects.settings.data.greeting).toBe('Hello');
    expect(objects.service).toBeUndefined();
    expect(objects.claim).toBeDefined();
    await expectWholeTrail(engine, operationId, 'environment.rollback');
  });
});
