import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { DriftSweep } from './DriftSweep';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const SEED = { apiVersion: 'batch/v1', kind: 'Job', name: 'seed' };

/** A Job that the cluster removes when it has ended. */
const seed = {
  apiVersion: SEED.apiVersion,
  kind: SEED.kind,
  metadata: { name: SEED.name },
  spec: {
    ttlSecondsAfterFinished: 60,
    template: {
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'seed',
            image: 'registry.example.com/seed:1',
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    },
  },
};

describe('comparing a cluster that does not tell everything', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let store: Store;
  let sweep: DriftSweep;
  const logger = mockServices.logger.mock();

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
    sweep = new DriftSweep({
      store,
      clusters: Clusters.create([portal.twin]),
      logger,
    });
  });
  afterAll(async () => {
    await sweep.stop();
    await store.jobs.stop();
    await portal.stop();
  });

  const driftOf = async ({ id }: Environment) =>
    (await portal.as('dana').getDrift(id)).items;

  async function shopWithJob(): Promise<Environment> {
    const { id } = await portal.makeShop();
    const revision = await portal.deliver({ more: [seed] });
    const { operation } = await portal.upgrade(id, revision);
    await portal.succeeded(operation);
    return portal.as('dana').getEnvironment(id);
  }

  function scale({ namespace }: Environment) {
    portal.twin.editAs('kubectl-edit', { ...WEB, namespace }, web => {
      (web.spec as { replicas: number }).replicas = 7;
    });
  }

  it('leaves out what has a kind that it may not list, and goes on with the others', async () => {
    const plain = await portal.makeShop();
    const withJob = await shopWithJob();
    scale(plain);
    scale(withJob);
    portal.twin.faults.failNext(
      { method: 'listManaged', kind: 'Job' },
      new ClusterError('Refused', 'jobs may not be listed', { status: 403 }),
    );
    await sweep.run();
    expect(await driftOf(plain)).toMatchObject([WEB]);
    expect(await driftOf(withJob)).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('kind Job on cluster twin'),
    );
    expect(await store.drifts.checkedAt('twin')).toBeUndefined();

    await sweep.run();
    expect(await driftOf(withJob)).toMatchObject([WEB]);
    expect(await store.drifts.checkedAt('twin')).toBeDefined();
  });

  it('does not miss a Job that the cluster removes when it has ended', async () => {
    const shop = await shopWithJob();
    const { namespace } = shop;
    const job = (await portal.twin.get({ ...SEED, namespace }))!;
    await portal.twin.deleteObject({ ...SEED, namespace }, job.metadata.uid!);
    await sweep.run();
    expect(await driftOf(shop)).toEqual([]);
  });

  it('sees at once that what was missing is there again', async () => {
    const shop = await portal.makeShop();
    const settings = (await portal.find(shop, 'ConfigMap', 'settings'))!;
    const { apiVersion, kind, metadata } = settings;
    await portal.twin.deleteObject(
      { apiVersion, kind, name: metadata.name, namespace: shop.namespace },
      metadata.uid!,
    );
    await sweep.run();
    await sweep.run();
    expect(await driftOf(shop)).toMatchObject([{ kind, missing: true }]);
    const { manifests } = (await store.environments.get(shop.id))!;
    await portal.twin.apply(
      manifests.find(manifest => manifest.kind === 'ConfigMap')!,
    );
    await sweep.run();
    expect(await driftOf(shop)).toEqual([]);
  });
});
