import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { DriftSweep } from './DriftSweep';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('drift over HTTP', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let store: Store;
  let sweep: DriftSweep;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    // Nobody but the test compares.
    const schedule = jest
      .spyOn(DriftSweep.prototype, 'schedule')
      .mockResolvedValue();
    portal = await startShopPortal(knex);
    schedule.mockRestore();
    store = await Store.create(
      mockServices.database({ knex, migrations: { skip: true } }),
      mockServices.logger.mock(),
    );
    sweep = newSweep();
  });
  afterAll(async () => {
    await sweep.stop();
    await store.jobs.stop();
    await portal.stop();
  });

  const dana = () => portal.as('dana');

  function newSweep() {
    return new DriftSweep({
      store,
      clusters: Clusters.create([portal.twin]),
      logger: mockServices.logger.mock(),
    });
  }

  function edit(
    { namespace }: Environment,
    kind: 'Deployment' | 'ConfigMap' | 'ResourceQuota' | 'LimitRange',
    name: string,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    change: (object: any) => void,
    manager: string = 'kubectl-edit',
  ) {
    const apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1';
    portal.twin.editAs(
      manager,
      { apiVersion, kind, name, namespace },
      change as (object: KubernetesObject) => void,
    );
  }

  const scale = (shop: Environment, replicas: number) =>
    edit(shop, 'Deployment', 'web', web => {
      web.spec.replicas = replicas;
    });

  const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' };

  async function frozen(shop: Environment, kind: string) {
    const { manifests } = (await store.environments.get(shop.id))!;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    return manifests.find(manifest => manifest.kind === kind) as any;
  }

  it('is found with who did it, told once, and gone when it is healed', async () => {
    const shop = await portal.makeShop();
    await sweep.run();
    expect(await dana().getDrift(shop.id)).toMatchObject({ items: [] });
    scale(shop, 7);
    await sweep.run();
    await sweep.run();
    expect(await dana().getDrift(shop.id)).toMatchObject({
      items: [
        {
          ...WEB,
          missing: false,
          fields: [
            {
              path: '/spec/replicas',
              expected: 1,
              actual: 7,
              manager: 'kubectl-edit',
            },
          ],
        },
      ],
    });
    const drifted = await dana().getEnvironment(shop.id);
    expect(drifted).toMatchObject({
      drifted: 1,
      allowed: { decideDrift: true },
    });
    expect(drifted.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Drifted',
        status: 'True',
        message: 'Changed past the portal: Deployment web',
      }),
    );
    const observed = (await portal.recordsOf(shop.id)).filter(
      ({ action }) => action === 'environment.drift',
    );
    expect(observed).toMatchObject([
      {
        stage: 'observed',
        actor: { kind: 'system' },
        target: { kind: 'Deployment', name: 'web' },
        reason:
          'Changed past the portal: Deployment web: /spec/replicas by kubectl-edit',
      },
    ]);
    expect(observed[0].actor.onBehalfOf).toBeUndefined();

    scale(shop, 1);
    await sweep.run();
    expect((await dana().getDrift(shop.id)).items).toEqual([]);
    expect((await dana().getEnvironment(shop.id)).conditions).toContainEqual(
      expect.objectContaining({ type: 'Drifted', status: 'False' }),
    );
  });

  it('tells what is gone from what only lost its label', async () => {
    const shop = await portal.makeShop();
    const settings = (await portal.find(shop, 'ConfigMap', 'settings'))!;
    const { namespace } = shop;
    await portal.twin.deleteObject(
      { ...SETTINGS, namespace },
      settings.metadata.uid!,
    );
    edit(shop, 'Deployment', 'web', web => {
      delete web.metadata.labels['app.kubernetes.io/managed-by'];
    });
    await sweep.run();
    expect((await dana().getDrift(shop.id)).items).toMatchObject([
      {
        ...WEB,
        missing: false,
        fields: [{ path: '/metadata/labels/app.kubernetes.io~1managed-by' }],
      },
      { ...SETTINGS, missing: true, fields: [] },
    ]);
    // What marks an object as the portal's is never given up.
    await expect(
      dana().decideDrift(shop.id, {
        decision: 'accept',
        objects: [WEB],
        reason: 'let it be',
      }),
    ).rejects.toMatchObject({ statusCode: 400 });
    await dana().decideDrift(shop.id, {
      decision: 'accept',
      objects: [SETTINGS],
      reason: 'not needed',
    });
    expect(await frozen(shop, 'ConfigMap')).toBeUndefined();
    expect((await dana().getDrift(shop.id)).items).toHaveLength(1);
  });

  it('is reverted by an operation that touches nothing else', async () => {
    const shop = await portal.makeShop();
    scale(shop, 7);
    edit(shop, 'ConfigMap', 'settings', settings => {
      settings.data.greeting = 'Mine';
    });
    await sweep.run();
    const updating = await dana().decideDrift(shop.id, {
      decision: 'revert',
      objects: [WEB],
      reason: 'too many',
    });
    expect(updating).toMatchObject({
      phase: 'Updating',
      operation: { kind: 'revert' },
    });
    const operation = await portal.succeeded(updating.operation!);
    expect(operation.stages.map(({ name }) => name)).toEqual([
      'workloads',
      'verify',
    ]);
    await sweep.run();
    expect((await dana().getDrift(shop.id)).items).toMatchObject([SETTINGS]);
    const applied = (await portal.recordsOf(shop.id)).filter(
      record =>
        record.operationId === operation.id &&
        record.action === 'kubernetes.apply',
    );
    expect(new Set(applied.map(({ target }) => target.name))).toEqual(
      new Set(['web']),
    );
  });

  it('is accepted: what is on the cluster is right from then on', async () => {
    const shop = await portal.makeShop();
    scale(shop, 3);
    edit(shop, 'Deployment', 'web', web => {
      web.spec.template.spec.containers[0].env = [
        { name: 'OTHER', value: 'x' },
      ];
    });
    await sweep.run();
    const accepted = await dana().decideDrift(shop.id, {
      decision: 'accept',
      objects: [WEB],
      reason: 'we need three',
    });
    expect(accepted).toMatchObject({ phase: 'Ready', drifted: 0 });
    const web = await frozen(shop, 'Deployment');
    expect(web.spec.replicas).toBe(3);
    // What others add is theirs; what they took away is no longer asked for.
    expect(web.spec.template.spec.containers[0].env).toEqual([]);
    await sweep.run();
    expect((await dana().getDrift(shop.id)).items).toEqual([]);
    expect(await portal.recordsOf(shop.id)).toContainEqual(
      expect.objectContaining({
        action: 'environment.acceptDrift',
        stage: 'succeeded',
        reason: 'we need three',
        authorization: expect.objectContaining({
          permission: 'environments.environment.upgrade',
        }),
        parameters: {
          accepted: [
            {
              kind: 'Deployment',
              name: 'web',
              missing: false,
              fields: expect.arrayContaining([
                expect.objectContaining({
                  path: '/spec/replicas',
                  actual: 3,
                }),
              ]),
            },
          ],
          objects: [
            {
              kind: 'Deployment',
              name: 'web',
              before: expect.stringMatching(/^sha256:/),
              after: expect.stringMatching(/^sha256:/),
            },
          ],
        },
      }),
    );
  });

  it('is not accepted where the rules refuse it, or it is not what was found any more', async () => {
    const shop = await portal.makeShop();
    edit(shop, 'Deployment', 'web', web => {
      web.spec.template.spec.securityContext.runAsNonRoot = false;
    });
    const quota = (await portal.twin.get({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      name: 'quota',
      namespace: shop.namespace,
    }))!;
    await portal.twin.deleteObject(
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        name: 'quota',
        namespace: shop.namespace,
      },
      quota.metadata.uid!,
    );
    scaleSettings(shop, 'Mine');
    await sweep.run();
    const accept = (object: typeof WEB) =>
      portal.as('olu').decideDrift(shop.id, {
        decision: 'accept',
        objects: [object],
        reason: 'let it be',
      });
    await expect(accept(WEB)).rejects.toMatchObject({ statusCode: 400 });
    await expect(
      accept({ apiVersion: 'v1', kind: 'ResourceQuota', name: 'quota' }),
    ).rejects.toMatchObject({ statusCode: 400 });
    await expect(
      accept({ apiVersion: 'v1', kind: 'LimitRange', name: 'limits' }),
    ).rejects.toMatchObject({ statusCode: 400 });
    scaleSettings(shop, 'Another');
    await expect(accept(SETTINGS)).rejects.toMatchObject({ statusCode: 409 });
    expect((await dana().getDrift(shop.id)).items).toHaveLength(3);
  });

  function scaleSettings(shop: Environment, greeting: string) {
    edit(shop, 'ConfigMap', 'settings', settings => {
      settings.data.greeting = greeting;
    });
  }

  it('is excepted until a date, for the fields that it was made for', async () => {
    const shop = await portal.makeShop();
    scale(shop, 2);
    await sweep.run();
    const except = (until?: string) =>
      dana().decideDrift(shop.id, {
        decision: 'except',
        objects: [WEB],
        reason: 'load test',
        until,
      });
    await expect(except()).rejects.toMatchObject({ statusCode: 400 });
    await expect(except('2020-01-01T00:00:00Z')).rejects.toMatchObject({
      statusCode: 400,
    });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await except(until)).toMatchObject({ drifted: 0 });
    scale(shop, 5);
    await sweep.run();
    expect(await dana().getDrift(shop.id)).toMatchObject({
      items: [
        {
          fields: [{ actual: 5 }],
          exception: { by: 'user:default/dana', reason: 'load test', until },
        },
      ],
    });
    expect((await dana().getEnvironment(shop.id)).drifted).toBe(0);

    await knex('drifts')
      .where({ environment_id: shop.id })
      .update({
        exception: JSON.stringify({
          by: 'user:default/dana',
          reason: 'load test',
          until: '2020-01-01T00:00:00Z',
        }),
      });
    await sweep.run();
    const later = await dana().getEnvironment(shop.id);
    expect(later.drifted).toBe(1);
    expect(later.conditions).toContainEqual(
      expect.objectContaining({ type: 'Drifted', status: 'True' }),
    );
  });

  it('is not looked for where something is under way, and goes with an upgrade', async () => {
    const shop = await portal.makeShop();
    scale(shop, 9);
    await sweep.run();
    const revision = await portal.deliver({ greeting: 'Again' });
    const preview = await dana().createUpgradePreview(shop.id, { revision });
    expect(preview.objects).toContainEqual(
      expect.objectContaining({
        kind: 'Deployment',
        fields: [{ path: '/spec/replicas', before: 9, after: 1 }],
      }),
    );
    const held = portal.twin.faults.holdNext({
      method: 'apply',
      kind: 'Deployment',
    });
    const { operation } = await dana().createUpgrade(shop.id, {
      revision,
      agreement: preview.agreement!,
    });
    await held.reached;
    await sweep.run();
    expect((await dana().getDrift(shop.id)).items).toEqual([]);
    held.release();
    await portal.succeeded(operation);
    await sweep.run();
    expect((await dana().getDrift(shop.id)).items).toEqual([]);
  });

  it('is compared by one backend at a time', async () => {
    await sweep.run();
    const other = newSweep();
    expect(await other.run()).toBe(false);
    await sweep.stop();
    expect(await other.run()).toBe(true);
    // With its connection the first place is lost.
    await knex.raw(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`,
    );
    sweep = newSweep();
    expect(await sweep.run()).toBe(true);
    expect(await other.run()).toBe(false);
    await other.stop();
  });

  it('is for the owner and ops to decide, and for readers to see', async () => {
    const shop = await portal.makeShop();
    const decision = {
      decision: 'revert' as const,
      objects: [WEB],
      reason: 'not mine',
    };
    await expect(portal.as('milo').getDrift(shop.id)).rejects.toMatchObject({
      statusCode: 404,
    });
    await expect(
      portal.as('milo').decideDrift(shop.id, decision),
    ).rejects.toMatchObject({ statusCode: 404 });
    expect(await portal.as('ada').getDrift(shop.id)).toBeDefined();
    await expect(
      portal.as('ada').decideDrift(shop.id, decision),
    ).rejects.toMatchObject({ statusCode: 403 });
    expect(
      (await portal.recordsOf(shop.id)).filter(
        ({ stage, action }) =>
          stage === 'denied' && action === 'environment.revert',
      ),
    ).toHaveLength(2);
  });
});
