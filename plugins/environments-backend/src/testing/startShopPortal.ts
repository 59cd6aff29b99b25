import { Entity } from '@backstage/catalog-model';
import { Environment, Operation } from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { deliverRevision } from './deliverRevision';
import { ShopRevision, shopTemplate } from './shopTemplate';
import { TestPortal, startTestPortal } from './startTestPortal';

export const SHOP = 'environmenttemplate:default/shop';
const HARBOR = 'group:default/team-harbor';

/** A portal with the shop as its only template, on a cluster in memory that the test reaches too. */
export async function startShopPortal(
  knex: Knex,
  templates: Entity[] = [shopTemplate()],
) {
  const create = jest.spyOn(InMemoryCluster, 'create');
  const portal: TestPortal = await startTestPortal({
    knex,
    clusters: [{ name: 'twin', inMemory: true }],
    templates,
  });
  const twin: InMemoryCluster = create.mock.results[0].value;
  create.mockRestore();
  const dana = portal.as('dana');
  let count = 0;

  async function succeeded({ id }: Operation): Promise<Operation> {
    const operation = await portal.finished(id);
    expect(operation).toMatchObject({ state: 'Succeeded' });
    return operation;
  }

  return {
    ...portal,
    twin,
    succeeded,

    /** Dana's, and Ready. */
    async makeShop(): Promise<Environment> {
      count += 1;
      const { revision } = await dana.getTemplate({
        namespace: 'default',
        name: 'shop',
      });
      const { environment, operation } = await dana.createEnvironment(
        {
          template: SHOP,
          revision,
          name: `shop-${count}`,
          owner: HARBOR,
          parameters: {},
        },
        `test-key-${count}`,
      );
      await succeeded(operation);
      return dana.getEnvironment(environment.id);
    },

    deliver: (revision: ShopRevision) =>
      deliverRevision(knex, shopTemplate(revision)),

    async upgrade(id: string, revision: string) {
      const preview = await dana.createUpgradePreview(id, { revision });
      return dana.createUpgrade(id, {
        revision,
        agreement: preview.agreement!,
      });
    },

    /** Oldest first. */
    async recordsOf(environment: string) {
      const { items } = await portal
        .as('ada')
        .listAuditRecords({ environment, limit: 200 });
      return items.reverse();
    },

    async find(
      { namespace }: Environment,
      kind: string,
      name: string,
    ): Promise<KubernetesObject | undefined> {
      const apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1';
      return twin.get({ apiVersion, kind, name, namespace });
    },
  };
}

export type ShopPortal = Awaited<ReturnType<typeof startShopPortal>>;
