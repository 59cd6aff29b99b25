import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { JsonObject } from '@backstage/types';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { CATALOG_USERS } from './catalogUsers';
import { shopTemplate } from './shopTemplate';
import { Person, startTestPortal } from './startTestPortal';

const SHOP = 'environmenttemplate:default/shop';
const HARBOR = 'group:default/team-harbor';

export type ApprovalsPortal = Awaited<ReturnType<typeof startApprovalsPortal>>;

/** A portal with the shop, on a cluster in memory, for what others must agree to. */
export async function startApprovalsPortal(options: {
  knex: Knex;
  /** Of the shop. */
  spec: JsonObject;
  config?: JsonObject;
}) {
  const sent: NotificationSendOptions[] = [];
  const portal = await startTestPortal({
    knex: options.knex,
    clusters: [{ name: 'twin', title: 'Twin', inMemory: true }],
    templates: [shopTemplate({ spec: options.spec }), ...CATALOG_USERS],
    config: options.config ?? {},
    notify: async notification => {
      sent.push(notification);
    },
  });
  return {
    portal,
    /** Notifications, oldest first. */
    sent,

    async request(
      person: Person,
      { tier = 'large', name = 'shop-1' } = {},
    ): Promise<Environment> {
      const client = portal.as(person);
      const { revision } = await client.getTemplate({
        namespace: 'default',
        name: 'shop',
      });
      const { environment } = await client.createEnvironment(
        { template: SHOP, revision, name, owner: HARBOR, parameters: { tier } },
        uuid(),
      );
      return environment;
    },

    async decide(
      person: Person,
      id: string,
      decision: 'approve' | 'reject' = 'approve',
      reason?: string,
    ) {
      const { digest } = await portal.as('ada').getApproval(id);
      return portal.as(person).decideApproval(id, { decision, digest, reason });
    },
  };
}
