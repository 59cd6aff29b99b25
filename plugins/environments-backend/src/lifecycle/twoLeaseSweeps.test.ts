import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { Store } from '../database/Store';
import { DEFAULT_LEASE_TERMS } from '../domain/lease';
import {
  LEASE,
  LeasePortal,
  MINUTE,
  startLeasePortal,
} from '../testing/startLeasePortal';
import { LeaseSweep } from './LeaseSweep';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('LeaseSweep, on two backends', () => {
  let knex: Knex;
  let portal: LeasePortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startLeasePortal(knex);
  });
  afterAll(async () => portal.stop());

  const recordsOf = async (id: string, action: string) =>
    (await portal.recordsOf(id)).filter(record => record.action === action);

  it('does nothing twice', async () => {
    const other = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
    const sent: string[] = [];
    const newSweep = () =>
      new LeaseSweep({
        store: other,
        leaseTerms: DEFAULT_LEASE_TERMS,
        logger: mockServices.logger.mock(),
        notifications: {
          async send({ payload }) {
            sent.push(payload.scope!);
          },
        },
      });
    const sweeps = [newSweep(), newSweep()];
    const both = () => Promise.all(sweeps.map(sweep => sweep.run()));
    const made = await Promise.all([1, 2, 3, 4].map(() => portal.make()));
    const ids = made.map(({ id }) => id);
    const age = (seconds: number) =>
      Promise.all(ids.map(id => portal.age(id, seconds)));

    await age(LEASE - 30 * MINUTE);
    await both();
    await both();
    expect(sent.map(scope => scope.split(':')[1]).sort()).toEqual(
      [...ids].sort(),
    );

    await age(31 * MINUTE);
    await both();
    await both();
    for (const id of ids) {
      await portal.settled(id);
      const operations = await knex('operations').where({
        environment_id: id,
        kind: 'hibernate',
      });
      expect(operations).toHaveLength(1);
      expect(await recordsOf(id, 'environment.expire')).toHaveLength(1);
      expect(await recordsOf(id, 'environment.warn')).toHaveLength(1);
    }
  });

  it('leaves alone what somebody else is about to change', async () => {
    const { id } = await portal.make();
    await portal.age(id, LEASE);
    await knex.transaction(async trx => {
      await trx('environments').where({ id }).forUpdate().first();
      await portal.runTask('environments-leases');
      expect(portal.toldOf(id)).toEqual([]);
    });
    await portal.runTask('environments-leases');
    expect(portal.toldOf(id)).toHaveLength(1);
  });
});
