import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { Leadership } from './Leadership';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('Leadership', () => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
  });
  afterEach(() => jest.restoreAllMocks());

  it('is one backend’s, until it lets go', async () => {
    const first = (await Leadership.take(knex, 'one'))!;
    expect(first.isHeld).toBe(true);
    expect(await Leadership.take(knex, 'one')).toBeUndefined();
    const other = await Leadership.take(knex, 'other');
    expect(other?.isHeld).toBe(true);

    let hasTurn = false;
    const waiting = Leadership.waitFor(knex, 'one').then(turn => {
      hasTurn = true;
      return turn;
    });
    while ((await waitingFor(knex)) === 0) expect(hasTurn).toBe(false);
    await first.release();
    const turn = await waiting;
    expect(await Leadership.take(knex, 'one')).toBeUndefined();
    await Promise.all([turn.release(), other?.release()]);
  });

  it('has PostgreSQL ask within a minute whether its machine is still there', async () => {
    const open = jest.spyOn(knex.client, 'acquireRawConnection');
    const leadership = await Leadership.take(knex, 'alive');
    const connection = await open.mock.results[0].value;
    const settings: Record<string, string> = {};
    for (const name of ['idle', 'interval', 'count']) {
      const { rows } = await connection.query(`show tcp_keepalives_${name}`);
      settings[name] = Object.values<string>(rows[0])[0];
    }
    const { idle, interval, count } = settings;
    expect(Number(idle)).toBeGreaterThan(0);
    expect(Number(idle) + Number(interval) * Number(count)).toBeLessThanOrEqual(
      60,
    );
    await leadership!.release();
  });
});

/** How many sessions of this database wait for an advisory lock. */
async function waitingFor(knex: Knex): Promise<number> {
  const [{ count }] = await knex('pg_locks')
    .where({ locktype: 'advisory', granted: false })
    .whereRaw(
      'database = (select oid from pg_database where datname = current_database())',
    )
    .count();
  return Number(count);
}
