import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { ClusterError } from '../../clusters/ClusterError';
import { ShopPortal, startShopPortal } from '../../testing/startShopPortal';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('the log compared with a cluster', () => {
  let knex: Knex;
  let portal: ShopPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
  });
  afterAll(() => portal.stop());

  async function compare() {
    await portal.runTask('environments-coverage');
    const [coverage] = (await portal.as('ada').getAuditLog()).coverage;
    return coverage;
  }

  const comparisons = async () =>
    (await portal.as('ada').listAuditRecords({ action: 'audit.compare' }))
      .items;

  it('accounts for every namespace that the portal made', async () => {
    await portal.makeShop();
    await portal.makeShop();
    await expect(compare()).resolves.toMatchObject({
      cluster: 'twin',
      namespaces: 2,
      covered: 2,
      findings: [],
    });
    await expect(comparisons()).resolves.toEqual([]);
  });

  it('does not miss what was deleted', async () => {
    const { id } = await portal.makeShop();
    await compare();
    const { operation } = await portal.as('dana').deleteEnvironment(id);
    await portal.succeeded(operation);
    await expect(compare()).resolves.toMatchObject({
      namespaces: 2,
      findings: [],
    });
  });

  it('finds that a namespace is gone of which the log has no end, and records it once', async () => {
    const { id, namespace } = await portal.makeShop();
    await compare();
    const row = await knex('environments').where({ id }).first();
    await portal.twin.deleteNamespace(namespace, row.namespace_uid);
    const { findings } = await until(async () => {
      const coverage = await compare();
      return coverage.findings.length > 0 ? coverage : undefined;
    });
    expect(findings).toMatchObject([
      { kind: 'missing', namespace, environmentId: id },
    ]);
    const again = await compare();
    expect(again.findings).toEqual(findings);
    await expect(comparisons()).resolves.toMatchObject([
      {
        stage: 'observed',
        environmentId: id,
        target: { cluster: 'twin', namespace },
        reason: `Namespace ${namespace} is gone, and the log has no end of it`,
      },
    ]);
  });

  it('keeps the last result, with its time, of a cluster that does not answer', async () => {
    const before = await compare();
    portal.twin.faults.failNext(
      { method: 'listManaged' },
      new ClusterError('Unavailable', 'It is away'),
    );
    await expect(compare()).resolves.toEqual(before);
  });
});
