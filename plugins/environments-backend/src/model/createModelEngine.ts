import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import createKnex, { Knex } from 'knex';
import { Clusters } from '../clusters/Clusters';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { Store } from '../database/Store';
import { Limits } from '../limits/Limits';
import { connectionOf } from '../testing/faults/createFaultEngine';
import { createTestCatalog } from '../testing/testCatalog';
import { gatedCluster, gatedStore } from './ModelWorker';
import { VirtualClock } from './VirtualClock';
import { PLACES, modelTemplate } from './modelTemplate';
import { GUESTS, INSIDERS, OPS, OWNERS, newCaller, principal } from './people';
import { Entity } from '@backstage/catalog-model';
import { Plants, findPooled } from './plants';
import { createServices } from './createServices';
import { listeningLogger } from './listeningLogger';

const TWIN = { name: 'twin', title: 'Twin', reality: 'memory' } as const;
export type ModelEngine = Awaited<ReturnType<typeof createModelEngine>>;

/**
 * The engine as the plugin puts it together, on a database and a clock of its own:
 * no HTTP, and no queue, which only dispatches. The test decides who works when.
 *
 * @param empty - a database with nothing in it
 */
export async function createModelEngine(empty: Knex) {
  const knex = createKnex({
    client: 'pg',
    connection: { ...connectionOf(empty) },
    searchPath: VirtualClock.searchPath,
    pool: { min: 3, max: 3 },
  });
  const clock = await VirtualClock.create(knex);
  const faults: string[] = [];
  const logger = listeningLogger(faults);
  const real = await Store.create(mockServices.database({ knex }), logger);
  const due = new Set<string>();
  // Jobs are only told of: what the queue does with them is not asked here.
  real.jobs.enqueue = async (_, operationId) => {
    due.add(operationId);
  };
  const store = gatedStore(real);

  let twin = InMemoryCluster.create({ info: TWIN, now: () => clock.now });
  const clusters = Clusters.create([gatedCluster(TWIN, () => twin)]);
  const limits = Limits.fromConfig(
    new ConfigReader({
      environments: {
        clusters: [
          { name: TWIN.name, inMemory: true, limits: { environments: PLACES } },
        ],
      },
    }),
    clusters,
  );
  const catalog = createTestCatalog(entities());
  const services = await createServices(knex, {
    store,
    clusters,
    catalog: catalog.service,
    limits,
    logger,
  });
  const plants = await Plants.create(knex, clock, services);
  const gone = new Set<string>();

  return {
    ...services,
    knex,
    clock,
    store,
    template: services.template.ref,
    newCaller,
    findPooled: () => findPooled(knex),

    /** Operations that somebody put before the workers since this was last asked. */
    takeDue(): string[] {
      const ids = [...due];
      due.clear();
      return ids;
    },

    /** Faults that the engine itself calls unexpected, since this was last asked. */
    takeFaults: () => faults.splice(0),

    get twin() {
      return twin;
    },

    /** What earlier runs have left is out of the world, the log keeps it. */
    async begin(): Promise<void> {
      await clock.reset();
      twin = InMemoryCluster.create({ info: TWIN, now: () => clock.now });
      due.clear();
      faults.length = 0;
      gone.clear();
      catalog.replace(entities());
      await knex.raw(`
        delete from approval_decisions;
        delete from approvals;
        delete from elevations;
        delete from access_accounts;
        delete from share_grants;
        delete from shares;
        delete from catalog_absences;
        delete from catalog_doubts;
        with ended as (update operations set state = 'Failed'
            where state in ('AwaitingApproval', 'Queued', 'Running'))
        update environments set phase = 'Deleted', legal_hold = null where phase <> 'Deleted'`);
    },

    plant: (which: 'ready' | 'warm') => plants.plant(which, twin),

    /** Users and groups whom the catalog does not have. */
    gone,

    changeCatalog(ref: string, isThere: boolean): void {
      if (isThere) {
        gone.delete(ref);
        catalog.put(principal(ref));
      } else {
        gone.add(ref);
        catalog.remove(ref);
      }
    },

    async stop(): Promise<void> {
      await services.stop();
      await real.jobs.stop();
      await knex.destroy();
    },
  };
}

/** What the catalog has in the beginning. */
function entities(): Entity[] {
  return [
    modelTemplate('Hello'),
    ...[...OWNERS, ...GUESTS, INSIDERS[0], OPS].map(principal),
  ];
}
