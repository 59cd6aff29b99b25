import { TestDatabases } from '@backstage/backend-test-utils';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the activity of an environment', () => {
  let portal: ShopPortal;

  beforeAll(async () => {
    portal = await startShopPortal(await databases.init('POSTGRES_18'));
  });
  afterAll(async () => portal.stop());

  it('says from what to what it went, and what was decided without an operation', async () => {
    const dana = portal.as('dana');
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Ahoy' });
    const { operation } = await portal.upgrade(shop.id, revision);
    await portal.succeeded(operation);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    await dana.holdEnvironment(shop.id, { reason: 'a demo', until });
    await dana.releaseEnvironment(shop.id);

    const { items, events } = await dana.listOperations(shop.id);
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'upgrade',
        from: shop.template.revision,
        revision,
        addOns: [],
      }),
      expect.objectContaining({ kind: 'create', addOns: [] }),
    ]);
    expect(items[1]).not.toHaveProperty('from');
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'release',
        by: 'user:default/dana',
        objects: [],
      }),
      expect.objectContaining({
        kind: 'hold',
        by: 'user:default/dana',
        reason: 'a demo',
        until,
      }),
    ]);

    const ada = portal.as('ada');
    const { items: records } = await ada.listAuditRecords({
      environment: shop.id,
    });
    expect(
      records.every(({ environmentName }) => environmentName === shop.name),
    ).toBe(true);
    const detail = await ada.getAuditRecord(events[0].id);
    expect(detail.record.environmentName).toBe(shop.name);
    expect(detail.canonical).not.toContain('environmentName');
  });
});
