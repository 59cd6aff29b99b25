import { TestDatabases } from '@backstage/backend-test-utils';
import { ShopPortal, startShopPortal } from '../../testing/startShopPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('what an erasure would erase', () => {
  let portal: ShopPortal;

  beforeAll(async () => {
    portal = await startShopPortal(await databases.init('POSTGRES_18'));
  });
  afterAll(() => portal.stop());

  it('is counted, with what else has the person', async () => {
    const shop = await portal.makeShop();
    const { operation } = await portal.as('dana').deleteEnvironment(shop.id);
    await portal.succeeded(operation);
    await portal.makeShop();
    await portal.as('ada').saveAuditView({ name: 'Denials', query: {} });
    const preview = (person: string) =>
      portal.as('olu').previewErasure({ person });
    expect(await preview('user:default/Dana')).toMatchObject({
      acted: expect.any(Number),
      views: 0,
      environments: 2,
    });
    expect(await preview('user:default/ada')).toMatchObject({
      views: 1,
      environments: 0,
    });
    // Of those beside the environment itself: who used a link, and for whom it was made.
    const [last] = (await portal.as('dana').listEnvironments()).items;
    const link = { label: 'For Nora, and for her team.' };
    const { code } = await portal.as('dana').createShare(last.id, link);
    await portal.as('sten').redeemShare(last.id, code);
    const asked = await portal
      .as('dana')
      .requestElevation(last.id, { minutes: 15, reason: 'Debug' });
    await portal
      .as('olu')
      .decideElevation(last.id, asked.id, { decision: 'approve' });
    for (const name of ['sten', 'nora', 'olu']) {
      expect(await preview(`user:default/${name}`)).toMatchObject({
        environments: 1,
      });
    }
    for (const name of ['nor', 'her.team']) {
      expect(await preview(`user:default/${name}`)).toMatchObject({
        environments: 0,
      });
    }
    expect(await preview('user:default/nobody')).toEqual({
      records: 0,
      acted: 0,
      isAtLeast: false,
      views: 0,
      environments: 0,
    });
  });
});
