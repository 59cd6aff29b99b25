import { Entity } from '@backstage/catalog-model';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  Environment,
  OperationRequest,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { ageEnvironment } from './ageEnvironment';
import { shopTemplate } from './shopTemplate';
import { Person, startTestPortal } from './startTestPortal';
import { HARBOR } from './startTemplatesPortal';

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** What its template gives, in seconds. */
export const LEASE = 7 * DAY;
export const LONGEST = 14 * DAY;

/** A portal whose only template gives leases, on a cluster in memory, where time passes as the test says. */
export async function startLeasePortal(
  knex: Knex,
  more: {
    /** Of the catalog, beside the template. */
    entities?: Entity[];
    /** Of the template's spec. */
    spec?: JsonObject;
    /** Of `environments` in the configuration. */
    config?: JsonObject;
  } = {},
) {
  const notified: NotificationSendOptions[] = [];
  let failure: Error | undefined;
  async function notify(notification: NotificationSendOptions) {
    if (failure) throw failure;
    notified.push(notification);
  }
  const portal = await startTestPortal({
    knex,
    clusters: [{ name: 'twin', inMemory: true }],
    templates: [
      shopTemplate({
        spec: { lease: { default: '7d', maximum: '14d' }, ...more.spec },
      }),
      ...(more.entities ?? []),
    ],
    config: more.config,
    notify,
  });
  await portal.readCatalog();
  const dana = portal.as('dana');
  const get = (id: string): Promise<Environment> =>
    portal.as('olu').getEnvironment(id);

  return {
    ...portal,
    get,
    notify,

    /** What was sent about an environment, oldest first. */
    toldOf: (id: string) =>
      notified.filter(({ payload }) => payload.scope?.includes(id)),

    /** All that was sent, oldest first. */
    told: () => [...notified],

    /** Until it is called with undefined, nobody can be told anything. */
    failNotifications(error: Error | undefined) {
      failure = error;
    },

    /** Dana's, for her team, and Ready. */
    async make(): Promise<Environment> {
      const { revision, ref } = await dana.getTemplate({
        namespace: 'default',
        name: 'shop',
      });
      const { environment, operation } = await dana.createEnvironment(
        {
          template: ref,
          revision,
          name: `e-${uuid().slice(0, 8)}`,
          owner: HARBOR,
          parameters: {},
        },
        uuid(),
      );
      await portal.finished(operation.id);
      return get(environment.id);
    },

    request: (
      person: Person,
      id: string,
      request: OperationRequest,
      key: string = uuid(),
    ) => portal.as(person).createOperation(id, request, key),

    /** As time does: so many seconds pass for the environment. */
    age: (id: string, seconds: number) => ageEnvironment(knex, id, seconds),

    /** The same, then the sweep comes by. */
    async pass(id: string, seconds: number): Promise<void> {
      await ageEnvironment(knex, id, seconds);
      await portal.runTask('environments-leases');
    },

    /** Lets time pass until so many seconds before the end that is next, and then the sweep come by. */
    async passUntil(id: string, before: number): Promise<void> {
      const row = await knex('environments')
        .where({ id })
        .first(
          knex.raw(
            'extract(epoch from coalesce(delete_at, expires_at) - clock_timestamp())::float8 as left',
          ),
        );
      await ageEnvironment(knex, id, row.left - before);
      await portal.runTask('environments-leases');
    },

    /** Waits for what the lease has brought. */
    async settled(id: string): Promise<Environment> {
      await portal.finished((await get(id)).operation.id);
      return get(id);
    },

    /** Oldest first. */
    async recordsOf(environment: string) {
      const { items } = await portal
        .as('ada')
        .listAuditRecords({ environment, limit: 200 });
      return items.reverse();
    },
  };
}

export type LeasePortal = Awaited<ReturnType<typeof startLeasePortal>>;
