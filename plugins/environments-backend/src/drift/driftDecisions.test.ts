import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import {
  DriftDecision,
  Environment,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { shopTemplate } from '../testing/shopTemplate';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { DriftSweep } from './DriftSweep';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

const QUOTA = { apiVersion: 'v1', kind: 'ResourceQuota', name: 'quota' };
const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' };
const GREETING_CHECK = {
  name: 'greets',
  object: SETTINGS,
  that: 'object.data.greeting != ""',
  message: 'It does not greet',
};

describe('what may be decided about drift', () => {
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
    portal = await startShopPortal(knex, [
      shopTemplate({ spec: { checks: [GREETING_CHECK] } }),
    ]);
    schedule.mockRestore();
    store = await Store.create(
      mockServices.database({ knex, migrations: { skip: true } }),
      mockServices.logger.mock(),
    );
    sweep = new DriftSweep({
      store,
      clusters: Clusters.create([portal.twin]),
      logger: mockServices.logger.mock(),
    });
  });
  afterAll(async () => {
    await sweep.stop();
    await store.jobs.stop();
    await portal.stop();
  });

  const dana = () => portal.as('dana');

  function greet({ namespace }: Environment, greeting: string) {
    portal.twin.editAs('kubectl-edit', { ...SETTINGS, namespace }, object => {
      (object as unknown as { data: object }).data = { greeting };
    });
  }

  function raiseQuota({ namespace }: Environment) {
    portal.twin.editAs('kubectl-edit', { ...QUOTA, namespace }, object => {
      const { hard } = object.spec as { hard: Record<string, string> };
      for (const name of Object.keys(hard)) hard[name] = '999';
    });
  }

  function decide(
    user: 'dana' | 'olu',
    { id }: Environment,
    decision: Pick<DriftDecision, 'decision' | 'objects' | 'until'>,
  ) {
    return portal
      .as(user)
      .decideDrift(id, { reason: 'it is needed', ...decision });
  }

  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

  it('leaves what limits an environment to those who manage templates', async () => {
    const shop = await portal.makeShop();
    raiseQuota(shop);
    await sweep.run();
    const objects = [QUOTA];
    const accept = { decision: 'accept' as const, objects };
    const except = {
      decision: 'except' as const,
      objects,
      until: inAnHour(),
    };
    for (const decision of [accept, except]) {
      await expect(decide('dana', shop, decision)).rejects.toMatchObject({
        statusCode: 403,
        body: {
          error: { message: expect.stringContaining('ResourceQuota quota') },
        },
      });
    }
    expect(
      (await portal.recordsOf(shop.id)).filter(
        ({ stage }) => stage === 'denied',
      ),
    ).toMatchObject([
      {
        action: 'environment.acceptDrift',
        authorization: {
          permission: 'environments.template.manage',
          decision: 'DENY',
        },
        target: { namespace: shop.namespace },
      },
      { action: 'environment.exceptDrift' },
    ]);

    expect(await decide('olu', shop, except)).toMatchObject({ drifted: 0 });
    const accepted = await decide('olu', shop, accept);
    expect(accepted.drifted).toBe(0);

    const another = await portal.makeShop();
    raiseQuota(another);
    await sweep.run();
    const { operation } = await decide('dana', another, {
      decision: 'revert',
      objects,
    });
    await portal.succeeded(operation!);
  });

  it('makes nothing again that is no longer allowed, and all else', async () => {
    const shop = await portal.makeShop();
    greet(shop, 'Mine');
    raiseQuota(shop);
    await sweep.run();
    const { manifests } = (await store.environments.get(shop.id))!;
    // As if the rules had been others when it was made.
    await knex('environments')
      .where({ id: shop.id })
      .update({
        manifests: JSON.stringify(
          manifests.map(manifest =>
            manifest.kind === 'ConfigMap'
              ? {
                  ...manifest,
                  metadata: { ...manifest.metadata, finalizers: ['a.b/c'] },
                }
              : manifest,
          ),
        ),
      });
    await expect(
      decide('dana', shop, { decision: 'revert', objects: [QUOTA, SETTINGS] }),
    ).rejects.toMatchObject({
      statusCode: 400,
      body: {
        error: {
          message: expect.stringMatching(
            /\/objects\/1: ConfigMap settings is not made again, as it is no longer allowed: \/metadata\/finalizers: /,
          ),
        },
      },
    });
    const { operation } = await decide('dana', shop, {
      decision: 'revert',
      objects: [QUOTA],
    });
    await portal.succeeded(operation!);
  });

  it('asks the cluster about known drift alone', async () => {
    const shop = await portal.makeShop();
    const get = jest.spyOn(portal.twin, 'get');
    for (const object of [
      { apiVersion: 'v1', kind: 'Secret', name: 'settings' },
      SETTINGS,
    ]) {
      await expect(
        decide('dana', shop, { decision: 'accept', objects: [object] }),
      ).rejects.toMatchObject({
        statusCode: 400,
        body: { error: { message: expect.stringContaining('/objects/0') } },
      });
    }
    expect(get).not.toHaveBeenCalled();
    get.mockRestore();
  });

  it('drops the checks of what is to be missing', async () => {
    const shop = await portal.makeShop();
    const { namespace } = shop;
    const settings = (await portal.find(shop, 'ConfigMap', 'settings'))!;
    await portal.twin.deleteObject(
      { ...SETTINGS, namespace },
      settings.metadata.uid!,
    );
    await sweep.run();
    await decide('dana', shop, { decision: 'accept', objects: [SETTINGS] });
    expect(await portal.recordsOf(shop.id)).toContainEqual(
      expect.objectContaining({
        action: 'environment.acceptDrift',
        parameters: expect.objectContaining({ droppedChecks: ['greets'] }),
      }),
    );
    raiseQuota(shop);
    await sweep.run();
    const { operation } = await decide('dana', shop, {
      decision: 'revert',
      objects: [QUOTA],
    });
    await portal.succeeded(operation!);
  });

  it('takes every time that there is, in UTC from then on', async () => {
    const shop = await portal.makeShop();
    greet(shop, 'Mine');
    await sweep.run();
    const until = new Date(Date.now() + 48 * 3_600_000);
    // The same time, far in the east: more than the database knows.
    const local = new Date(until.getTime() + 23 * 3_600_000);
    const asked = local.toISOString().replace('Z', '+23:00');
    const leap = `${until.getUTCFullYear()}-12-31T23:59:60Z`;
    await expect(
      decide('dana', shop, {
        decision: 'except',
        objects: [SETTINGS],
        until: leap,
      }),
    ).rejects.toMatchObject({
      statusCode: 400,
      body: { error: { message: expect.stringContaining('/until') } },
    });
    await expect(
      dana().holdEnvironment(shop.id, { reason: 'a demo', until: leap }),
    ).rejects.toMatchObject({ statusCode: 400 });

    await decide('dana', shop, {
      decision: 'except',
      objects: [SETTINGS],
      until: asked,
    });
    const held = await dana().holdEnvironment(shop.id, {
      reason: 'a demo',
      until: asked,
    });
    expect(held.hold!.until).toBe(until.toISOString());
    expect((await dana().getDrift(shop.id)).items[0].exception!.until).toBe(
      until.toISOString(),
    );
    const done = (await portal.recordsOf(shop.id)).filter(
      ({ stage }) => stage === 'succeeded',
    );
    for (const action of ['environment.exceptDrift', 'environment.hold']) {
      expect(done).toContainEqual(
        expect.objectContaining({
          action,
          parameters: expect.objectContaining({ until: until.toISOString() }),
        }),
      );
    }
    // What is excepted can still be decided on.
    expect(await dana().getEnvironment(shop.id)).toMatchObject({
      drifted: 0,
      allowed: { decideDrift: true },
    });
  });

  it('says when it was compared, unless something was done since', async () => {
    const shop = await portal.makeShop();
    await store.drifts.noteChecked('twin', new Date());
    expect((await dana().getDrift(shop.id)).checkedAt).toBeDefined();
    greet(shop, 'Mine');
    await sweep.run();
    const { operation } = await decide('dana', shop, {
      decision: 'revert',
      objects: [SETTINGS],
    });
    await portal.succeeded(operation!);
    expect((await dana().getDrift(shop.id)).checkedAt).toBeUndefined();
  });
});
