import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Cluster } from '../clusters/Cluster';
import { Clusters } from '../clusters/Clusters';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { createTwin } from '../testing/createTwinEngine';
import { deliverRevision } from '../testing/deliverRevision';
import { shopTemplate } from '../testing/shopTemplate';
import { planUpgrade } from '../upgrades/planUpgrade';
import { DriftSweep } from './DriftSweep';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SHOP = 'environmenttemplate:default/shop';
const ENVIRONMENTS = 250;
/** What a list gives at once, see `listPages`. */
const OBJECTS_A_PAGE = 500;

describe('comparing what is at rest', () => {
  let knex: Knex;
  let store: Store;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
  });
  afterAll(async () => store.jobs.stop());

  it(`asks at most once for a hundred objects of ${ENVIRONMENTS} environments, and writes nothing`, async () => {
    const twin = createTwin();
    const objects = await fill(twin);
    const lost = await lose(twin);
    const { cluster, calls, pages } = counting(twin);
    const sweep = new DriftSweep({
      store,
      clusters: Clusters.create([cluster]),
      logger: mockServices.logger.mock(),
    });
    await sweep.run();
    const drifts = await store.drifts.ofCluster('twin');
    expect([...drifts.values()].flat()).toHaveLength(lost);
    calls.length = 0;
    pages.length = 0;
    const before = await written(knex);
    await sweep.run();
    expect(await written(knex)).toEqual(before);

    // Kinds times pages: ceil(objects of a kind / 500) calls for each kind.
    expect(new Set(calls)).toEqual(new Set(['listManaged']));
    const asked = pages.reduce((sum, count) => sum + count, 0);
    expect(asked).toBe(calls.length);
    expect(objects).toBe(ENVIRONMENTS * 9);
    expect(asked / objects).toBeLessThanOrEqual(0.01);
    await sweep.stop();
  });

  /** Some of the settings go past the portal. */
  async function lose(twin: InMemoryCluster): Promise<number> {
    const settings = (
      await twin.listManaged({ apiVersion: 'v1', kind: 'ConfigMap' })
    ).slice(0, 20);
    for (const { apiVersion, kind, metadata } of settings) {
      const { name, namespace, uid } = metadata;
      await twin.deleteObject({ apiVersion, kind, name, namespace }, uid!);
    }
    return settings.length;
  }

  /** Environments that are Ready, with their objects on the cluster. */
  async function fill(twin: InMemoryCluster): Promise<number> {
    const revision = await deliverRevision(knex, shopTemplate());
    const target = (await store.upgradeTargets.get(SHOP, revision))!;
    let objects = 0;
    for (let index = 0; index < ENVIRONMENTS; index += 1) {
      const manifests = manifestsOf(target, index);
      const namespace = await twin.createNamespace(manifests[0]);
      for (const manifest of manifests.slice(1)) await twin.apply(manifest);
      objects += manifests.length;
      await insert(target, manifests, namespace.metadata.uid!);
    }
    return objects;
  }

  function manifestsOf(target: UpgradeTarget, index: number) {
    const environment = {
      id: uuidv7(),
      name: `rest-${index}`,
      namespace: `sbx-rest-${index}`,
      ownerRef: 'group:default/team-harbor',
      cluster: 'twin',
      parameters: {},
      addOns: [],
      ownManifests: [],
      manifests: [
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: `sbx-rest-${index}`,
            labels: { 'sandlot.dev/request': uuidv7() },
          },
        },
      ],
    } as unknown as EnvironmentRow;
    return planUpgrade(environment, target, {}).render!.manifests;
  }

  async function insert(
    { revision, title }: UpgradeTarget,
    manifests: EnvironmentRow['manifests'],
    namespaceUid: string,
  ) {
    const [{ metadata }] = manifests;
    const id = metadata.labels!['sandlot.dev/environment'];
    const operationId = uuidv7();
    await store.transaction(async tx => {
      await tx.environments.insert({
        id,
        name: metadata.name,
        ownerRef: 'group:default/team-harbor',
        createdBy: 'user:default/dana',
        templateRef: SHOP,
        templateTitle: title,
        revision,
        cluster: 'twin',
        namespace: metadata.name,
        phase: 'Ready',
        conditions: [],
        parameters: {},
        addOns: [],
        ownManifests: [],
        manifests,
        checks: [],
        draft: false,
        members: [],
        operationId,
      });
      await tx.operations.insert({
        id: operationId,
        environmentId: id,
        kind: 'create',
        revision,
        correlationId: uuidv7(),
        actor: {
          ref: 'user:default/dana',
          kind: 'user',
          groups: [],
          authMethod: 'test',
        },
        stages: [],
      });
    });
    await knex('environments')
      .where({ id })
      .update({ namespace_uid: namespaceUid });
  }
});

/** Each call by its name, and for lists how many a real API server would need. */
function counting(twin: InMemoryCluster) {
  const calls: string[] = [];
  const pages: number[] = [];
  const cluster: Cluster = new Proxy<Cluster>(twin, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        calls.push(String(property));
        const answer = await value.apply(target, args);
        if (property === 'listManaged') {
          pages.push(Math.max(1, Math.ceil(answer.length / OBJECTS_A_PAGE)));
        }
        return answer;
      };
    },
  });
  return { cluster, calls, pages };
}

/** Rows that were ever inserted, changed or removed, table by table. */
async function written(knex: Knex): Promise<Record<string, string>> {
  const tables = await knex('pg_tables')
    .where({ schemaname: 'public' })
    .pluck('tablename');
  const rows = await Promise.all(
    tables.map(async table => {
      // The newest version of any row, of those that are and those that are not.
      const { rows: found } = await knex.raw(
        'select count(*)::int as count, coalesce(max(xmin::text::bigint), 0)::text as newest from ??',
        [table],
      );
      return [table, `${found[0].count} ${found[0].newest}`];
    }),
  );
  return Object.fromEntries(rows);
}
