import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
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
  {
    cluster,
    ...more
  }: Pick<Parameters<typeof startTestPortal>[0], 'notify'> & {
    /** More of the only cluster's configuration. */
    cluster?: JsonObject;
  } = {},
) {
  const create = jest.spyOn(InMemoryCluster, 'create');
  const portal: TestPortal = await startTestPortal({
    knex,
    clusters: [{ name: 'twin', inMemory: true, ...cluster }],
    templates,
    ...more,
  });
  const twin: InMemoryCluster = create.mock.results[0].value;
  create.mockRestore();
  const dana = portal.as('dana');
  let count = 0;
  let first: string | undefined;
  /** Makes it the one that the template is delivered with. */
  async function offer(revision: string): Promise<void> {
    await knex('templates').where({ ref: SHOP }).update({ revision });
  }

  async function succeeded({ id }: Operation): Promise<Operation> {
    const operation = await portal.finished(id);
    expect(operation).toMatchObject({ state: 'Succeeded' });
    return operation;
  }

  return {
    ...portal,
    twin,
    succeeded,

    offer,

    /** Dana's, of the first revision, and Ready. */
    async makeShop(): Promise<Environment> {
      count += 1;
      if (first) await offer(first);
      const { revision } = await dana.getTemplate({
        namespace: 'default',
        name: 'shop',
      });
      first ??= revision;
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

    /** From now on the template is delivered with it. */
    async deliver(revision: ShopRevision): Promise<string> {
      const digest = await deliverRevision(knex, shopTemplate(revision));
      await offer(digest);
      return digest;
    },

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
