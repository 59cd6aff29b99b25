import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { HibernationPlan } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';
import { shopTemplate } from '../testing/shopTemplate';
import { createTestCatalog } from '../testing/testCatalog';
import { HibernationSweep } from './HibernationSweep';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('HibernationSweep', () => {
  let knex: Knex;
  let engine: TwinEngine;
  const logger = mockServices.logger.mock();
  let environments = 0;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createTwinEngine({
      knex,
      catalog: createTestCatalog([shopTemplate()]),
    });
  });
  afterAll(() => engine.stop());

  const newSweep = () =>
    new HibernationSweep({
      store: engine.store,
      clusters: Clusters.create([engine.cluster]),
      logger,
    });

  /** An idle one, as far as our state knows. */
  async function makeIdle(plan: HibernationPlan = { idleHours: 1 }) {
    environments += 1;
    const { environmentId, operationId } = await engine.request(
      `idle-${environments}`,
      'shop',
    );
    await engine.finish(operationId);
    await engine.lifecycle.planHibernation(
      engine.newCaller(),
      environmentId,
      plan,
    );
    await passTwoHours(environmentId);
    return environmentId;
  }

  async function passTwoHours(id: string) {
    const { conditions } = (await engine.store.environments.get(id))!;
    const lastTransitionTime = new Date(Date.now() - 7_200_000).toISOString();
    await knex('environments')
      .where({ id })
      .update({
        asked_at: knex.raw("asked_at - interval '2 h'"),
        last_use_at: knex.raw("last_use_at - interval '2 h'"),
        conditions: JSON.stringify(
          conditions.map(condition => ({ ...condition, lastTransitionTime })),
        ),
      });
  }

  async function kindsOf(id: string) {
    const operations = await engine.store.operations.listOf(id);
    return operations.map(({ kind }) => kind);
  }

  it('asks once, however many backends sweep', async () => {
    const id = await makeIdle();
    const sweeps = [newSweep(), newSweep(), newSweep()];
    await Promise.all(sweeps.map(sweep => sweep.run()));
    expect(await kindsOf(id)).toEqual(['hibernate', 'create']);
  });

  it('leaves one whose cluster does not answer for later, and does the others', async () => {
    const first = await makeIdle();
    const second = await makeIdle();
    engine.cluster.faults.failNext(
      { method: 'listInNamespace' },
      new ClusterError('Unavailable', 'no route to host'),
    );
    await newSweep().run();
    const asked = [...(await kindsOf(first)), ...(await kindsOf(second))];
    expect(asked.filter(kind => kind === 'hibernate')).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('no route to host'),
    );
    await newSweep().run();
    expect(await kindsOf(first)).toContain('hibernate');
    expect(await kindsOf(second)).toContain('hibernate');
  });

  it('wakes nothing that its lease, or somebody, has put to sleep', async () => {
    const always: HibernationPlan = {
      hours: {
        timeZone: 'UTC',
        days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
        from: '00:01',
        to: '00:00',
      },
    };
    const id = await makeIdle(always);
    await engine.finish(await engine.ask(id, 'hibernate'));
    for (const cause of ['request', 'lease', 'idle']) {
      await knex('environments')
        .where({ id })
        .update({
          hibernation: knex.raw("jsonb_set(hibernation, '{cause}', ?::jsonb)", [
            JSON.stringify(cause),
          ]),
        });
      await newSweep().run();
      expect((await kindsOf(id))[0]).toBe('hibernate');
    }
    await knex('environments')
      .where({ id })
      .update({
        hibernation: knex.raw(
          `jsonb_set(hibernation, '{cause}', '"hours"'::jsonb)`,
        ),
        delete_at: knex.raw("clock_timestamp() + interval '1 day'"),
      });
    await newSweep().run();
    expect((await kindsOf(id))[0]).toBe('hibernate');
  });
});
