import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { ANNOTATION_OWNER } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { Clusters } from '../clusters/Clusters';
import { listContent } from '../clusters/listContent';
import { Limits } from '../limits/Limits';
import { TemplateSource } from '../service/TemplateSource';
import { Crash, crash, expectWholeTrail } from '../testing/crash';
import { RealEngine, createRealEngine } from '../testing/createRealEngine';
import { createTestEngine } from '../testing/createTestEngine';
import { WarmPool } from './WarmPool';

jest.setTimeout(120_000);

const SIZE = 2;
const HARBOR = 'group:default/team-harbor';

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the warm pool on a real control plane', () => {
  let knex: Knex;
  let engine: RealEngine;
  let cluster: RealEngine['cluster'];
  let pool: WarmPool;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createRealEngine({ knex });
    ({ cluster } = engine);
    const clusters = Clusters.create([cluster]);
    pool = new WarmPool({
      store: engine.store,
      clusters,
      limits: Limits.none(clusters),
      templates: new TemplateSource({
        store: engine.store,
        catalog: engine.catalog.service,
        registrar: engine.registrar,
      }),
      pools: [
        { template: 'environmenttemplate:default/service-sandbox', size: SIZE },
      ],
      logger: mockServices.logger.mock(),
    });
    await engine.registrar.run();
  }, 600_000);
  beforeEach(() => fill());
  afterAll(() => engine?.stop());

  async function fill(): Promise<void> {
    await pool.run();
    const unfinished = await knex('operations').whereNull('finished_at');
    for (const { id } of unfinished) await engine.finish(id);
  }

  const pooled = () =>
    knex('environments')
      .where({ phase: 'Ready' })
      .whereNotNull('pool')
      .orderBy('id');

  /** Who is named as the owner, on the namespace and on all that is ours in it. */
  async function ownersIn(namespace: string): Promise<unknown[]> {
    const home = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
    const found = [
      await cluster.get(home),
      ...(await listContent(cluster, namespace)),
    ];
    const owners = found.map(
      object => object?.metadata.annotations?.[ANNOTATION_OWNER],
    );
    return [...new Set(owners.filter(Boolean))];
  }

  async function uidOf(name: string): Promise<string | undefined> {
    const home = { apiVersion: 'v1', kind: 'Namespace', name };
    return (await cluster.get(home))?.metadata.uid;
  }

  it('hands out a namespace that is there: the same one, with its owner on all that is in it', async () => {
    const ahead = await pooled();
    expect(ahead).toHaveLength(SIZE);
    for (const { namespace } of ahead) {
      expect(await ownersIn(namespace)).toEqual(['system:sandlot/warm-pool']);
    }

    const { environmentId, operationId } = await engine.request('given');
    const given = ahead.find(({ id }) => id === environmentId);
    expect(await engine.finish(operationId)).toMatchObject({
      kind: 'claim',
      state: 'Succeeded',
    });
    expect(await ownersIn(given.namespace)).toEqual([HARBOR]);
    expect(await uidOf(given.namespace)).toBe(given.namespace_uid);
    await expectWholeTrail(engine, operationId, 'environment.claim');

    const rest = ahead.filter(({ id }) => id !== environmentId);
    expect(await ownersIn(rest[0].namespace)).toEqual([
      'system:sandlot/warm-pool',
    ]);
  });

  it('gives each to one only, of those that ask two backends at the same time', async () => {
    const ahead = (await pooled()).map(({ id }) => id);
    const other = await createTestEngine({
      knex,
      cluster,
      catalog: engine.catalog,
    });
    const asked = await Promise.all(
      [engine, other, engine, other, engine].map((one, index) =>
        one.request(`at-once-${index}`),
      ),
    );
    await other.store.jobs.stop();
    const done = [];
    for (const { operationId } of asked) {
      done.push(await engine.finish(operationId));
    }
    expect(done.every(({ state }) => state === 'Succeeded')).toBe(true);
    expect(
      done
        .filter(({ kind }) => kind === 'claim')
        .map(({ environmentId }) => environmentId)
        .sort(),
    ).toEqual(ahead);
    const made = await knex('environments').whereIn(
      'id',
      asked.map(({ environmentId }) => environmentId),
    );
    expect(new Set(made.map(row => row.namespace_uid)).size).toBe(asked.length);
    for (const row of made) {
      expect(await uidOf(row.namespace)).toBe(row.namespace_uid);
      expect(await ownersIn(row.namespace)).toEqual([HARBOR]);
    }
  });

  it.each<[string, Crash]>([
    [
      'before anything of it is on the cluster',
      { method: 'apply', call: 1, when: 'before' },
    ],
    [
      'when some of it has its owner, and some not',
      { method: 'apply', call: 4, when: 'after' },
    ],
    ['before it is proven', { method: 'isAllowed', call: 1, when: 'before' }],
  ])('is whose it was given to when a worker dies %s', async (_, at) => {
    const name = `dies-${at.method.toLowerCase()}-${at.call}`;
    const { environmentId, operationId } = await engine.request(name);
    await crash(
      { knex, engine },
      { ...at, operationId, kubeconfig: engine.kubeconfig },
    );
    // Nobody else is given what one has already.
    const next = await engine.request(`${name}-2`);
    expect(next.environmentId).not.toBe(environmentId);

    expect(await engine.finish(operationId)).toMatchObject({
      kind: 'claim',
      state: 'Succeeded',
    });
    const { phase, namespace, namespaceUid } =
      (await engine.store.environments.get(environmentId))!;
    expect(phase).toBe('Ready');
    expect(await uidOf(namespace)).toBe(namespaceUid);
    expect(await ownersIn(namespace)).toEqual([HARBOR]);
    await expectWholeTrail(engine, operationId, 'environment.claim');
  });
});
