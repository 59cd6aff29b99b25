import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { shopTemplate } from '../testing/shopTemplate';
import { connectionOf } from '../testing/faults/createFaultEngine';
import { pointsOf, startTestMetrics } from '../testing/collectMetrics';
import { startTestPortal } from '../testing/startTestPortal';
import { until } from '../testing/until';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const REQUESTS = 40;
const CONNECTIONS = 8;

/** Those who wait for the limit that counts everybody. */
async function countWaiting(knex: Knex): Promise<number> {
  const { rows } = await knex.raw(
    `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0].count;
}

it('leaves connections to others while many requests wait for a limit, and loses none', async () => {
  const metrics = startTestMetrics();
  const knex = await databases.init('POSTGRES_18');
  const ofPortal = createKnex({
    client: 'pg',
    connection: { ...connectionOf(knex) },
    pool: { min: 0, max: CONNECTIONS },
    acquireConnectionTimeout: 10_000,
  });
  const portal = await startTestPortal({
    knex: ofPortal,
    clusters: [{ name: 'twin', title: 'Twin', inMemory: true }],
    config: { limits: { total: REQUESTS } },
    templates: [shopTemplate({})],
  });
  const dana = portal.as('dana');
  const { revision } = await dana.getTemplate({
    namespace: 'default',
    name: 'shop',
  });

  const other = await knex.transaction();
  await other.raw('select pg_advisory_xact_lock(hashtext(?))', [
    'environments.limit.all..',
  ]);
  const requests = Array.from({ length: REQUESTS }, (_, index) =>
    dana.createEnvironment(
      {
        template: 'environmenttemplate:default/shop',
        revision,
        name: `e-${index}`,
        owner: 'group:default/team-harbor',
        parameters: {},
      },
      `burst-key-${index}`,
    ),
  );
  requests.forEach(request => request.catch(() => {}));
  try {
    await until(async () => (await countWaiting(knex)) > 0);
    // Those behind it are on their way yet.
    const waiting = await until(async () => {
      const points = pointsOf(
        (await metrics.collect()).get('sandlot.requests.waiting'),
      );
      return points.some(({ value }) => Number(value) > 0) && points;
    });
    expect(waiting).toEqual([{ attributes: {}, value: expect.any(Number) }]);
    expect((await dana.listEnvironments()).items).toEqual([]);
  } finally {
    await other.commit();
  }

  const accepted = await Promise.all(requests);
  await Promise.all(
    accepted.map(({ operation }) => portal.finished(operation.id)),
  );
  expect((await dana.listEnvironments({ limit: 200 })).items).toHaveLength(
    REQUESTS,
  );
  const measured = await metrics.collect();
  expect(pointsOf(measured.get('sandlot.requests.waiting'))).toEqual([
    { attributes: {}, value: 0 },
  ]);
  await portal.stop();
  await metrics.stop();
  await ofPortal.destroy();
});
