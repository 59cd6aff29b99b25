import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';
import { deliverRevision } from '../testing/deliverRevision';
import { shopTemplate } from '../testing/shopTemplate';
import { createTestCatalog } from '../testing/testCatalog';
import { DefaultRolloutsService } from './DefaultRolloutsService';
import { DefaultUpgradesService } from './DefaultUpgradesService';
import { RolloutDriver } from './RolloutDriver';
import { AT_ONCE } from './judgeRollout';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SHOPS = 8;

describe('RolloutDriver', () => {
  let knex: Knex;
  let engine: TwinEngine;
  let other: Store;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createTwinEngine({
      knex,
      catalog: createTestCatalog([shopTemplate()]),
    });
    other = await Store.create(
      mockServices.database({ knex, migrations: { skip: true } }),
      mockServices.logger.mock(),
    );
  });
  afterAll(async () => {
    await engine.stop();
    await other.jobs.stop();
  });

  function driverOf(store: Store) {
    return new RolloutDriver({
      store,
      upgrades: DefaultUpgradesService.create({
        store,
        clusters: Clusters.create([engine.cluster]),
        catalog: engine.catalog.service,
      }),
      logger: mockServices.logger.mock(),
    });
  }

  it('carries on what nobody lived to carry on, and upgrades each once, however many drive', async () => {
    for (let index = 0; index < SHOPS; index += 1) {
      const { operationId } = await engine.request(`shop-${index}`, 'shop');
      await engine.finish(operationId);
    }
    const revision = await deliverRevision(
      knex,
      shopTemplate({ greeting: 'Once' }),
    );
    // Its backend dies right after the rollout is written.
    const { rollout } = await DefaultRolloutsService.create({
      store: engine.store,
      goOn: () => {},
    }).create(
      engine.newCaller(),
      {
        template: 'environmenttemplate:default/shop',
        revision,
        cohorts: [{ name: 'all', percent: 100 }],
        pauseAfterFailures: 1,
        waitBetweenCohorts: false,
      },
      uuidv7(),
    );
    const drivers = [driverOf(engine.store), driverOf(other)];
    const finish = (id: string) => engine.finish(id);
    const state = async () => (await other.rollouts.get(rollout.id))!.state;
    while ((await state()) === 'Running') {
      await Promise.all([...drivers, ...drivers].map(driver => driver.run()));
      const underWay = await knex('operations')
        .where({ kind: 'upgrade' })
        .whereNull('finished_at')
        .pluck('id');
      expect(underWay.length).toBeLessThanOrEqual(AT_ONCE);
      await Promise.all(underWay.map(finish));
    }

    expect(await state()).toBe('Completed');
    const members = await other.rollouts.members(rollout.id);
    expect(members.map(member => member.state)).toEqual(
      Array(SHOPS).fill('Succeeded'),
    );
    expect(
      await knex('operations')
        .where({ kind: 'upgrade', rollout_id: rollout.id })
        .countDistinct('environment_id as environments')
        .count('id as operations')
        .first(),
    ).toEqual({ environments: `${SHOPS}`, operations: `${SHOPS}` });
    expect(
      await knex('audit_records')
        .where({ action: 'rollout.complete' })
        .count('seq as count')
        .first(),
    ).toEqual({ count: '1' });
  });
});
