import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { ShopPortal, startShopPortal } from '../../testing/startShopPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('reports of a period', () => {
  let knex: Knex;
  let portal: ShopPortal;
  let shop: Environment;
  let gone: Environment;
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const to = new Date(Date.now() + 3_600_000).toISOString();

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
    shop = await portal.makeShop();
    gone = await portal.makeShop();
    const { operation } = await portal.as('dana').deleteEnvironment(gone.id);
    await portal.succeeded(operation);
    await portal
      .as('milo')
      .deleteEnvironment(shop.id)
      .catch(() => {});
    await portal.as('ada').holdLegally(shop.id, 'Case 7');
    await portal
      .as('olu')
      .erasePerson({ person: 'user:default/gone', reason: 'Asked for' });
  });
  afterAll(() => portal.stop());

  const report = () => portal.as('ada').getAuditReport({ from, to });

  it('says who created what, by what right, and what became of it', async () => {
    const { created, figures } = await report();
    expect(created).toMatchObject([
      {
        environmentId: shop.id,
        name: shop.name,
        owner: 'group:default/team-harbor',
        createdBy: 'user:default/dana',
        outcome: 'success',
        basis: expect.any(String),
        revision: shop.template.revision,
      },
      { environmentId: gone.id, deletedAt: expect.any(String) },
    ]);
    expect(figures).toMatchObject({ created: 2, deleted: 1, live: 1 });
  });

  it('tells of denials, legal holds and erasures', async () => {
    const { exceptions, figures } = await report();
    expect(exceptions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'denial',
          actor: 'user:default/milo',
        }),
        expect.objectContaining({
          kind: 'legalHold',
          action: 'environment.legalHold',
          reason: 'Case 7',
          environmentId: shop.id,
        }),
      ]),
    );
    expect(figures.denied).toBe(1);
    // Once, though it was asked for and done.
    expect(exceptions.filter(({ kind }) => kind === 'override')).toMatchObject([
      { action: 'audit.erase', reason: 'Asked for' },
    ]);
    expect(figures.overrides).toBe(1);
  });

  it('lists what has no end', async () => {
    const { withoutEnd } = await report();
    expect(withoutEnd).toMatchObject([{ environmentId: shop.id }]);
  });

  it('lists without an end nothing that was made later, or waits to be made', async () => {
    const earlier = await portal.as('ada').getAuditReport({
      from: new Date(Date.now() - 7_200_000).toISOString(),
      to: from,
    });
    expect(earlier.withoutEnd).toEqual([]);
    const setPhase = (phase: string) =>
      knex('environments').where({ id: shop.id }).update({ phase });
    await setPhase('AwaitingApproval');
    expect((await report()).withoutEnd).toEqual([]);
    await setPhase('Ready');
  });

  it('says that nothing is proven where nothing is sealed', async () => {
    const { integrity } = await report();
    expect(integrity.statement).toMatch(/None of the \d+ records .* sealed/);
    expect(integrity.checkpoint).toBeUndefined();
  });

  it('is recorded, and for who may read the log', async () => {
    await report();
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ action: 'audit.read', limit: 2 });
    expect(items[1].parameters).toMatchObject({ report: true, from, to });
    await expect(
      portal.as('dana').getAuditReport({ from, to }),
    ).rejects.toMatchObject({ response: { status: 403 } });
  });

  it('refuses a period that is none, or longer than a year', async () => {
    await expect(
      portal.as('ada').getAuditReport({ from: to, to: from }),
    ).rejects.toMatchObject({
      response: { status: 400 },
      cause: { message: expect.stringMatching('request/query/to') },
    });
    await expect(
      portal.as('ada').getAuditReport({ from: '2020-01-01T00:00:00Z', to }),
    ).rejects.toMatchObject({ response: { status: 400 } });
  });
});
