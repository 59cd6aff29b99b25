import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  Environment,
  OperationRequest,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { groupEntity, userEntity } from './principals';
import { shopTemplate } from './shopTemplate';
import { Person, startTestPortal } from './startTestPortal';

const HOUR = 3_600;

/** All people of the tests and their groups, and what environments are made of. */
export function everybody() {
  return [
    shopTemplate(),
    ...[
      'team-harbor',
      'team-orchard',
      'team-quay',
      'platform-ops',
      'audit',
    ].map(name => groupEntity(name)),
    userEntity('dana', 'team-harbor'),
    userEntity('drew', 'team-harbor'),
    userEntity('milo', 'team-orchard'),
    userEntity('sten', 'team-quay'),
    userEntity('olu', 'platform-ops'),
    userEntity('ada', 'audit'),
  ];
}

/** A portal whose catalog has all people, and loses those whom the test says. */
export async function startOwnersPortal(
  knex: Knex,
  /** More of `environments` of the configuration. */
  config?: JsonObject,
) {
  const notified: NotificationSendOptions[] = [];
  let failure: Error | undefined;
  async function notify(notification: NotificationSendOptions) {
    if (failure) throw failure;
    notified.push(notification);
  }
  const create = jest.spyOn(InMemoryCluster, 'create');
  const portal = await startTestPortal({
    knex,
    clusters: [{ name: 'twin', inMemory: true }],
    templates: everybody(),
    config,
    notify,
  });
  const twin: InMemoryCluster = create.mock.results[0].value;
  create.mockRestore();
  await portal.readCatalog();
  const ops = portal.as('olu');

  return {
    ...portal,
    twin,
    notify,
    notified,

    /** Until it is called with undefined, nobody can be told anything. */
    failNotifications(error: Error | undefined) {
      failure = error;
    },

    /** Ready. */
    async make(
      person: Person,
      owner = `user:default/${person}`,
      name = `e-${uuid().slice(0, 8)}`,
    ): Promise<Environment> {
      const { revision, ref } = await portal
        .as(person)
        .getTemplate({ namespace: 'default', name: 'shop' });
      const { environment, operation } = await portal
        .as(person)
        .createEnvironment(
          { template: ref, revision, name, owner, parameters: {} },
          uuid(),
        );
      await portal.finished(operation.id);
      return ops.getEnvironment(environment.id);
    },

    request: (person: Person, id: string, request: OperationRequest) =>
      portal.as(person).createOperation(id, request, uuid()),

    get: (id: string) => ops.getEnvironment(id),

    /** The sweep comes by. */
    look: () => portal.runTask('environments-owners'),

    /** So many hours pass, then the sweep comes by. */
    async lookAfter(hours: number): Promise<void> {
      const earlier = (column: string) =>
        knex.raw("?? - ? * interval '1 second'", [column, hours * HOUR]);
      await knex('catalog_absences').update({ since: earlier('since') });
      await knex('catalog_doubts').update({
        since: earlier('since'),
        told_at: earlier('told_at'),
      });
      await knex('environments').update({
        owner_missing_told_at: earlier('owner_missing_told_at'),
      });
      await portal.runTask('environments-owners');
    },

    /** What ops were told of an environment, oldest first. */
    toldOf: (id: string) =>
      notified.filter(({ payload }) => payload.scope === `owner:${id}`),

    /** Waits for the operation that has it in hand. */
    async settled(id: string): Promise<Environment> {
      await portal.finished((await ops.getEnvironment(id)).operation.id);
      return ops.getEnvironment(id);
    },

    /** Oldest first. */
    async recordsOf(environment: string, action: string) {
      const { items } = await portal
        .as('ada')
        .listAuditRecords({ environment, limit: 200 });
      return items.reverse().filter(record => record.action === action);
    },
  };
}

export type OwnersPortal = Awaited<ReturnType<typeof startOwnersPortal>>;
