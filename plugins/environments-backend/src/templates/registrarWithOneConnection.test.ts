import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex from 'knex';
import { createTwinEngine } from '../testing/createTwinEngine';
import { connectionOf } from '../testing/faults/createFaultEngine';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

it('takes what the catalog delivers also where the pool has one connection', async () => {
  const empty = await databases.init('POSTGRES_18');
  const knex = createKnex({
    client: 'pg',
    connection: { ...connectionOf(empty) },
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: 5_000,
  });
  const engine = await createTwinEngine({ knex });
  await engine.registrar.run();
  const offers = await engine.store.templates.list();
  expect(offers.map(({ ref }) => ref)).toContain(
    'environmenttemplate:default/team-sandbox',
  );
  await engine.stop();
  await knex.destroy();
});
