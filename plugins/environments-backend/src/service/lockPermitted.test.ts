import { TestDatabases } from '@backstage/backend-test-utils';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('who is shut out between the decision and the act', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let dana: EnvironmentsClient;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
    dana = portal.as('dana');
  });
  afterAll(async () => portal.stop());

  /** Whether a transaction waits for a row that another one has. */
  async function isSomebodyWaiting(): Promise<boolean> {
    const { rows } = await knex.raw(
      `select 1 from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  }

  it.each<[string, (id: string) => Promise<unknown>, string]>([
    [
      'gets no kubeconfig',
      id => dana.createKubeconfig(id),
      'environment.access',
    ],
    [
      'asks for no elevation',
      id => dana.requestElevation(id, { minutes: 15, reason: 'Debug egress' }),
      'environment.elevation.request',
    ],
    [
      'makes no share link',
      id => dana.createShare(id, { label: 'For a client' }),
      'environment.share',
    ],
    [
      'puts nothing to sleep',
      id => dana.createOperation(id, { kind: 'hibernate' }, uuid()),
      'environment.hibernate',
    ],
    ['deletes nothing', id => dana.deleteEnvironment(id), 'environment.delete'],
  ])('%s, and it is recorded', async (_, act, action) => {
    const { id } = await portal.makeShop();
    const other = await knex.transaction();
    await other('environments').where({ id }).forUpdate();
    const refused = refusal(act(id));
    await until(isSomebodyWaiting);
    await other('environments')
      .where({ id })
      .update({ owner_ref: 'group:default/team-orchard', members: '[]' });
    await other.commit();

    expect(await refused).toMatch(/409.*has just changed/);
    const [last] = (await portal.recordsOf(id)).slice(-1);
    expect(last).toMatchObject({
      action,
      stage: 'failed',
      actor: { ref: 'user:default/dana' },
    });
    for (const table of ['access_accounts', 'elevations', 'shares']) {
      expect(await knex(table).where({ environment_id: id })).toEqual([]);
    }
  });
});
