import { TestDatabases } from '@backstage/backend-test-utils';
import {
  ANNOTATION_OWNER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import {
  HARBOR,
  TEAM_NAME,
  TemplatesPortal,
  startTemplatesPortal,
} from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the warm pool', () => {
  let knex: Knex;
  let portal: TemplatesPortal;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startTemplatesPortal(knex, {
      pools: [{ template: 'team-sandbox', size: 2 }],
    });
    await fill();
  });
  afterEach(async () => portal.stop());

  const pooled = () =>
    knex('environments').whereNotNull('pool').whereNot('phase', 'Deleted');
  async function settle() {
    const unfinished = await knex('operations').whereNull('finished_at');
    await Promise.all(unfinished.map(({ id }) => portal.finished(id)));
  }
  async function fill() {
    await portal.runTask('environments-warm-pool');
    await settle();
  }
  const ask = async (change = {}) =>
    portal.as('dana').createEnvironment(
      await portal.requestFor('dana', 'team-sandbox', {
        owner: HARBOR,
        ...change,
      }),
      uuid(),
    );

  it('keeps so many ready, that nobody sees', async () => {
    expect(await pooled()).toMatchObject([
      { phase: 'Ready', owner_ref: 'system:sandlot/warm-pool' },
      { phase: 'Ready', expires_at: null },
    ]);
    await fill();
    expect(await pooled()).toHaveLength(2);
    for (const person of ['dana', 'olu', 'ada'] as const) {
      expect((await portal.as(person).listEnvironments()).items).toEqual([]);
    }
  });

  it('gives one to whoever asks for just that: usable at once, theirs on the cluster, with a lease of its own', async () => {
    portal.catalog.put(
      portal.derive('team-sandbox', { lease: { default: '3d' } }),
    );
    await portal.readCatalog();
    await fill();
    const { environment, operation } = await ask();
    expect(operation.kind).toBe('claim');
    expect(environment).toMatchObject({
      owner: HARBOR,
      createdBy: 'user:default/dana',
      lease: { expiresAt: expect.any(String) },
      allowed: { access: true },
    });
    await portal.as('dana').createKubeconfig(environment.id, {});

    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    const [{ manifests }] = await knex('environments').where({
      id: environment.id,
    });
    expect(
      new Set(
        manifests.map(
          ({ metadata }: KubernetesObject) =>
            metadata.annotations?.[ANNOTATION_OWNER],
        ),
      ),
    ).toEqual(new Set([HARBOR]));
    expect(
      await portal.as('dana').getEnvironment(environment.id),
    ).toMatchObject({ phase: 'Ready', allowed: { rollback: false } });
    const [record] = await portal.lastRecords('environment.claim');
    expect(record).toMatchObject({
      stage: 'succeeded',
      actor: { ref: 'user:default/dana' },
    });
    await fill();
    expect(await pooled()).toHaveLength(2);
  });

  it('gives each to one only, and makes the rest from scratch', async () => {
    // Nothing is made ahead meanwhile: no task runs but by the test.
    const ahead = await pooled().pluck('id');
    const accepted = await Promise.all(Array.from({ length: 6 }, () => ask()));
    const claimed = accepted.filter(
      ({ operation }) => operation.kind === 'claim',
    );
    expect(claimed.map(({ environment }) => environment.id).sort()).toEqual(
      ahead.sort(),
    );
    expect(
      accepted.filter(({ operation }) => operation.kind === 'create'),
    ).toHaveLength(4);
    expect(new Set(accepted.map(one => one.environment.id)).size).toBe(6);
    expect(new Set(accepted.map(one => one.environment.namespace)).size).toBe(
      6,
    );
    await settle();
  });

  it('has none for other choices', async () => {
    const { operation } = await ask({ parameters: { size: 'L' } });
    expect(operation.kind).toBe('create');
    await settle();
  });

  it('deletes what is of an old revision, and makes it of the new one', async () => {
    const before = (await pooled()).map(({ id }) => id);
    portal.catalog.put(
      portal.derive('team-sandbox', { lease: { default: '3d' } }),
    );
    await portal.readCatalog();
    const { revision } = await portal.as('dana').getTemplate(TEAM_NAME);
    await fill();
    const after = await pooled();
    expect(after.map(row => row.revision)).toEqual([revision, revision]);
    expect(after.map(({ id }) => id)).not.toEqual(
      expect.arrayContaining([before[0]]),
    );
    await settle();
    expect(
      await knex('environments').whereIn('id', before).pluck('phase'),
    ).toEqual(['Deleted', 'Deleted']);
  });
});

it('fills the pools that it can, and gives up what it has of one that it can not', async () => {
  const knex = await databases.init('POSTGRES_18');
  const portal = await startTemplatesPortal(knex, {
    pools: [
      { template: 'team-sandbox', cluster: 'gone', size: 1 },
      { template: 'team-sandbox', parameters: { size: 'XXXL' }, size: 1 },
      { template: 'team-sandbox', size: 1 },
    ],
  });
  await portal.runTask('environments-warm-pool');
  const pooled = () =>
    knex('environments')
      .whereNotNull('pool')
      .whereNotIn('phase', ['Deleting', 'Deleted']);
  const [made, ...others] = await pooled();
  expect(others).toEqual([]);
  await portal.finished(made.operation_id);

  // What was made for a pool of which nothing can be planned any more.
  await knex('environments').where({ id: made.id }).update({ pool: 'stale' });
  await portal.runTask('environments-warm-pool');
  const after = await pooled();
  expect(after).toHaveLength(1);
  expect(after[0].id).not.toBe(made.id);
  await portal.restore();
  await portal.stop();
});
