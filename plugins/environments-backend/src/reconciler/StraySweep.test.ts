import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { createTwin } from '../testing/createTwinEngine';
import { StraySweep } from './StraySweep';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

it('StraySweep asks the cluster from one backend only, and from another when that one stops', async () => {
  const knex = await databases.init('POSTGRES_18');
  const logger = mockServices.logger.mock();
  const twin = createTwin();
  const list = jest.spyOn(twin, 'listNamespaces');
  const newStore = (skip: boolean) =>
    Store.create(mockServices.database({ knex, migrations: { skip } }), logger);
  const stores = [await newStore(false), await newStore(true)];
  const [one, other] = stores.map(
    store =>
      new StraySweep({ store, clusters: Clusters.create([twin]), logger }),
  );
  expect(await one.run()).toBe(true);
  expect(await other.run()).toBe(false);
  expect(await one.run()).toBe(true);
  expect(list).toHaveBeenCalledTimes(2);
  await one.stop();
  expect(await other.run()).toBe(true);
  expect(await one.run()).toBe(false);
  await other.stop();
  await Promise.all(stores.map(store => store.jobs.stop()));
});
