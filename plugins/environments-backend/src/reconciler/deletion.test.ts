import { TestDatabases } from '@backstage/backend-test-utils';
import { Operation } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { KubernetesConnection } from '../clusters/KubernetesConnection';
import { getTestControlPlane } from '../testing/controlPlane';
import { shopTemplate } from '../testing/shopTemplate';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';
import { until } from '../testing/until';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const FINALIZER = 'example.com/keep';

describe('a deletion on a real control plane', () => {
  let knex: Knex;
  let admin: KubernetesConnection;
  let portal: TestPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    portal = await startTestPortal({
      knex,
      clusters: [
        {
          name: 'local',
          kubeconfig: { file: portalKubeconfig },
          limits: { environments: 1 },
        },
      ],
      templates: [shopTemplate()],
    });
    await portal.readCatalog();
  }, 300_000);
  afterAll(async () => {
    await portal?.stop();
    await admin?.close();
  });

  const dana = () => portal.as('dana');

  async function makeShop(name: string) {
    const { ref, revision } = await dana().getTemplate({
      namespace: 'default',
      name: 'shop',
    });
    const { environment, operation } = await dana().createEnvironment(
      {
        template: ref,
        revision,
        name,
        owner: 'user:default/dana',
        parameters: {},
      },
      uuid(),
    );
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    return dana().getEnvironment(environment.id);
  }

  /** How many objects, the Namespace not among them. */
  async function madeOf(id: string): Promise<number> {
    const { manifests } = await knex('environments').where({ id }).first();
    return manifests.length - 1;
  }

  function operationThat(
    { id }: Operation,
    holds: (operation: Operation) => boolean,
  ): Promise<Operation> {
    return until(async () => {
      const operation = await dana().getOperation(id);
      return holds(operation) && operation;
    });
  }

  async function lastRecord(environment: string) {
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ environment, limit: 1 });
    return items[0];
  }

  async function usedOf(cluster: string) {
    const { items } = await dana().listClusters();
    return items.find(({ name }) => name === cluster)?.limit?.used;
  }

  it('says what blocks it and keeps its place until the finalizer is taken off by its owner, and ends with a receipt', async () => {
    const shop = await makeShop('held');
    const home = `/api/v1/namespaces/${shop.namespace}`;
    await admin.request({
      method: 'POST',
      path: `${home}/configmaps?fieldManager=keeper`,
      body: { metadata: { name: 'precious', finalizers: [FINALIZER] } },
    });
    const { operation } = await dana().deleteEnvironment(shop.id);

    // The cluster tells of its pods first, while they end.
    const { blockers } = await operationThat(operation, seen =>
      Boolean(
        seen.blockers?.some(
          ({ kind, message }) =>
            kind === 'Namespace' && message.includes(FINALIZER),
        ),
      ),
    );
    expect(blockers).toContainEqual(
      expect.objectContaining({
        kind: 'Namespace',
        name: shop.namespace,
        message: expect.stringContaining(FINALIZER),
        since: expect.any(String),
      }),
    );
    expect(blockers).toContainEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'precious',
      finalizers: [FINALIZER],
      managers: ['keeper'],
      since: expect.any(String),
      message: `It stays until ${FINALIZER} is taken off by the controller of that name; set by keeper`,
    });
    expect(await dana().getEnvironment(shop.id)).toMatchObject({
      phase: 'Deleting',
      conditions: expect.arrayContaining([
        expect.objectContaining({
          type: 'NamespaceDeleted',
          status: 'False',
          reason: 'Terminating',
        }),
      ]),
    });
    expect(await usedOf('local')).toBe(1);

    // Nobody but its owner takes it off.
    const path = `${home}/configmaps/precious`;
    expect(await admin.request({ method: 'GET', path })).toMatchObject({
      metadata: { finalizers: [FINALIZER] },
    });
    await admin.request({
      method: 'PATCH',
      path,
      body: { metadata: { finalizers: null } },
      contentType: 'application/merge-patch+json',
    });
    const done = await portal.finished(operation.id);
    const record = await lastRecord(shop.id);
    expect(done).toMatchObject({
      state: 'Succeeded',
      blockers: [],
      receipt: {
        namespace: shop.namespace,
        namespaceUid: shop.namespaceUid,
        cluster: 'local',
        createdAt: shop.createdAt,
        deletedAt: expect.any(String),
        objects: await madeOf(shop.id),
        record: record.eventId,
      },
    });
    const { record: _id, ...receipt } = done.receipt!;
    expect(record).toMatchObject({
      action: 'environment.delete',
      stage: 'succeeded',
      parameters: { receipt },
    });
    const { items: calls } = await portal.as('ada').listAuditRecords({
      environment: shop.id,
      action: 'kubernetes.delete',
    });
    expect(calls.map(({ stage, target }) => [stage, target.name])).toEqual([
      ['succeeded', shop.namespace],
      ['attempt', shop.namespace],
    ]);
    expect(await usedOf('local')).toBe(0);
  });

  it('needs neither the template nor what its revision held', async () => {
    const shop = await makeShop('orphaned');
    portal.catalog.replace([]);
    await knex('templates').update({ state: 'withdrawn' });
    await knex.raw('alter table template_revisions disable trigger user');
    await knex('template_revisions').update({
      content: JSON.stringify({ no: 'template' }),
    });
    const { operation } = await dana().deleteEnvironment(shop.id);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
      receipt: { namespace: shop.namespace, objects: await madeOf(shop.id) },
    });
    expect(await dana().getEnvironment(shop.id)).toMatchObject({
      phase: 'Deleted',
    });
  });
});
