import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { TestEngine, createTestEngine } from '../testing/createTestEngine';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('DatabaseHealth', () => {
  let knex: Knex;
  let engine: TestEngine;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createTestEngine({
      knex,
      cluster: InMemoryCluster.create({
        info: { name: 'twin', title: 'Twin', reality: 'memory' },
      }),
    });
  });

  const seconds = (count: number) =>
    knex.raw("clock_timestamp() + ? * interval '1 second'", [count]);

  async function request(name: string, change: object) {
    const { operationId } = await engine.request(name);
    await knex('operations').where({ id: operationId }).update(change);
    return operationId;
  }

  it('tells apart what waits for a worker, what one has and what waits for its time', async () => {
    await request('due-for-long', {
      requested_at: seconds(-300),
      next_run_at: seconds(-60),
    });
    await request('due', { next_run_at: seconds(-5) });
    await request('of-a-dead-worker', {
      state: 'Running',
      next_run_at: seconds(-20),
      lease_expires_at: seconds(-10),
    });
    await request('in-hand', {
      state: 'Running',
      lease_expires_at: seconds(10),
    });
    await request('retried-later', {
      state: 'Running',
      failures: 3,
      next_run_at: seconds(60),
    });
    await request('looked-at-later', {
      state: 'Running',
      next_run_at: seconds(60),
    });
    await request('done', { state: 'Succeeded', requested_at: seconds(-900) });

    const [creations, ...others] = await engine.store.health.unfinished();
    expect(others).toEqual([]);
    expect(creations).toMatchObject({
      kind: 'create',
      queued: 3,
      running: 1,
      waitingToRetry: 1,
    });
    expect(Math.floor(creations.longestWaitSeconds / 10)).toBe(6);
    expect(Math.floor(creations.oldestAgeSeconds / 100)).toBe(3);
  });

  it('knows which migrations were made and which were not', async () => {
    const { current, pending } = await engine.store.health.migrations();
    expect(pending).toEqual([]);
    const [last] = await knex('knex_migrations').orderBy('id', 'desc');
    expect(current).toBe(last.name);

    await knex('knex_migrations').where({ id: last.id }).delete();
    await expect(engine.store.health.migrations()).resolves.toMatchObject({
      pending: [last.name],
    });
    await knex('knex_migrations').insert(last);
  });
});
