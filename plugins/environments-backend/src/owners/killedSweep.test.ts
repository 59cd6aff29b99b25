import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { Limits } from '../limits/Limits';
import {
  OwnersPortal,
  everybody,
  startOwnersPortal,
} from '../testing/startOwnersPortal';
import { OwnersSweep } from './OwnersSweep';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const QUAY = 'group:default/team-quay';
const MILO = 'user:default/milo';
/** More than the sweep has transactions, and so to its end. */
const MOST_STEPS = 20;

describe('a sweep that is killed', () => {
  let knex: Knex;
  let portal: OwnersPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    // Nobody looks but the test.
    portal = await startOwnersPortal(knex, {
      owners: { followCatalog: false },
    });
    await portal.make('dana');
    await portal.make('sten');
  });
  afterAll(async () => portal.stop());

  /** A backend's; after so many transactions nothing it does has an effect. */
  async function createSweep(steps = Infinity) {
    const store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
    const commit = store.transaction.bind(store);
    let left = steps;
    store.transaction = async work => {
      left -= 1;
      if (left < 0) throw new Error('Killed');
      return commit(work);
    };
    const clusters = Clusters.create([portal.twin]);
    const sweep = new OwnersSweep({
      store,
      clusters,
      catalog: portal.catalog.service,
      auth: mockServices.auth(),
      notifications: { send: portal.notify },
      limits: Limits.none(clusters),
      config: mockServices.rootConfig({
        data: {
          environments: { roles: { ops: ['group:default/platform-ops'] } },
        },
      }),
      logger: mockServices.logger.mock(),
    });
    return {
      /** @returns whether it came to its end */
      async run() {
        await sweep.run().catch(() => undefined);
        await sweep.stop();
        await store.jobs.stop();
        return left >= 0;
      },
    };
  }
  const runOnce = async (steps?: number) => (await createSweep(steps)).run();

  it('is gone on with by the next one, wherever that was, and nothing is done twice', async () => {
    for (let steps = 0; ; steps++) {
      expect(steps).toBeLessThan(MOST_STEPS);
      portal.catalog.replace(everybody());
      const shared = await portal.make('milo');
      const lonely = await portal.make('milo');
      await portal.request('milo', shared.id, {
        kind: 'addMember',
        member: QUAY,
      });
      await portal.as('milo').createKubeconfig(shared.id);
      await portal.as('milo').createKubeconfig(lonely.id);
      portal.catalog.remove(MILO);
      await runOnce();
      await knex('catalog_absences').update({
        since: knex.raw("since - interval '1 hour'"),
      });

      const isDone = await runOnce(steps);
      await knex('access_accounts').update({ taken_until: null });
      await runOnce();
      await portal.runTask('environments-access');
      await portal.settled(shared.id);
      await runOnce();

      expect(await portal.get(shared.id)).toMatchObject({
        owner: QUAY,
        phase: 'Ready',
      });
      expect(
        await knex('operations').where({
          environment_id: shared.id,
          kind: 'transfer',
        }),
      ).toHaveLength(1);
      expect(await portal.get(lonely.id)).toMatchObject({
        owner: MILO,
        ownerMissing: { toldAt: expect.any(String) },
      });
      expect(portal.toldOf(lonely.id)).toHaveLength(1);
      for (const { id } of [shared, lonely]) {
        expect(await portal.as('olu').listAccess(id)).toEqual([]);
        const stages = (
          await portal.recordsOf(id, 'environment.revokeAccess')
        ).map(({ stage }) => stage);
        expect(stages.filter(stage => stage === 'requested')).toHaveLength(1);
        expect(stages.at(-1)).toBe('succeeded');
      }
      const { operation } = await portal.as('olu').deleteEnvironment(lonely.id);
      await portal.finished(operation.id);
      if (isDone) break;
    }
  });
});
