import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { PostgresEffect, PostgresProxy } from './PostgresProxy';
import { connectionOf } from './createFaultEngine';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('PostgresProxy', () => {
  let direct: Knex;
  let proxy: PostgresProxy;
  let proxied: Knex;

  beforeEach(async () => {
    direct = await databases.init('POSTGRES_18');
    await direct.schema.createTable('notes', table => table.text('note'));
    const connection = connectionOf(direct);
    proxy = await PostgresProxy.start(connection);
    proxied = createKnex({
      client: 'pg',
      connection: { ...connection, ...proxy.address },
      pool: { min: 0, max: 2 },
    });
  });
  afterEach(async () => {
    await proxied.destroy();
    await proxy.close();
  });

  const insert = () =>
    proxied.transaction(async trx => {
      await trx('notes').insert({ note: 'one' });
      await trx('notes').insert({ note: 'two' });
    });
  const count = async () => (await direct('notes')).length;
  const strikeCommit = (effect: PostgresEffect) =>
    proxy.rules.add({ effect, matches: ({ sql }) => /^commit/i.test(sql) });

  it('lets calls through, and counts them', async () => {
    const rule = proxy.rules.add({ effect: { kind: 'cutBefore' }, times: 0 });
    await insert();
    // What knex asks of each new connection, BEGIN, two inserts, COMMIT.
    expect(rule.matched).toBe(5);
    expect(await count()).toBe(2);
  });

  it('cuts before a COMMIT: nothing is done', async () => {
    strikeCommit({ kind: 'cutBefore' });
    await expect(insert()).rejects.toThrow('Connection terminated');
    expect(await count()).toBe(0);
  });

  it('cuts after a COMMIT: it is done, and nobody was told', async () => {
    strikeCommit({ kind: 'cutAfter' });
    await expect(insert()).rejects.toThrow('Connection terminated');
    expect(await count()).toBe(2);
  });

  it('strikes the nth call that matches, once', async () => {
    proxy.rules.add({
      effect: { kind: 'refuse', code: '53100', message: 'No space left' },
      matches: ({ sql }) => sql.startsWith('insert'),
      from: 2,
    });
    await expect(insert()).rejects.toMatchObject({ code: '53100' });
    expect(await count()).toBe(0);
    await insert();
    expect(await count()).toBe(2);
  });

  it('takes connections again when it is healed', async () => {
    proxy.cutAll();
    proxy.heal();
    await insert();
    expect(await count()).toBe(2);
  });
});
