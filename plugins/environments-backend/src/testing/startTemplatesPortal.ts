import { Entity } from '@backstage/catalog-model';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  AuditRecord,
  CreateEnvironmentRequest,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { stringify } from 'yaml';
import { shippedTemplates } from './shippedTemplates';
import { Person, startTestPortal } from './startTestPortal';

/** One of the templates that ship, and the path of it. */
export const TEAM = 'environmenttemplate:default/team-sandbox';
export const TEAM_NAME = { namespace: 'default', name: 'team-sandbox' };
export const HARBOR = 'group:default/team-harbor';

const checkout: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default' },
  spec: { type: 'service', owner: HARBOR },
};

/** A portal with the templates that ship and a component, on a cluster in memory. */
export async function startTemplatesPortal(
  knex: Knex,
  /** More of `environments` of the configuration. */
  config?: JsonObject,
) {
  const entities = [...shippedTemplates(), checkout];
  const notified: NotificationSendOptions[] = [];
  const portal = await startTestPortal({
    knex,
    clusters: [{ name: 'twin', inMemory: true }],
    templates: entities,
    config,
    async notify(notification) {
      notified.push(notification);
    },
  });
  await portal.readCatalog();

  async function requestFor(
    person: Person,
    template: string,
    change: Partial<CreateEnvironmentRequest> = {},
  ): Promise<CreateEnvironmentRequest> {
    const { revision, ref } = await portal
      .as(person)
      .getTemplate({ namespace: 'default', name: template });
    return {
      template: ref,
      revision,
      name: `e-${uuid().slice(0, 8)}`,
      owner: `user:default/${person}`,
      parameters: {},
      ...change,
    };
  }

  return {
    ...portal,
    requestFor,

    /** What was sent, oldest first. */
    notified,

    /** Lets what runs come to its end, and has the catalog deliver what it did at first. */
    async restore(): Promise<void> {
      const unfinished = await knex('operations').whereNull('finished_at');
      await Promise.all(unfinished.map(({ id }) => portal.finished(id)));
      portal.catalog.replace(entities);
      await portal.readCatalog();
    },

    /** The shipped template under another name, with other fields of its spec. */
    derive(name: string, spec: object): Entity {
      const entity = portal.catalog.get(TEAM);
      return {
        ...entity,
        metadata: { ...entity.metadata, name, title: name },
        spec: { ...entity.spec, ...spec },
      };
    },

    async create(
      person: Person,
      template: string,
      change?: Partial<CreateEnvironmentRequest>,
    ) {
      const request = await requestFor(person, template, change);
      return portal.as(person).createEnvironment(request, uuid());
    },

    /** Newest first. */
    async lastRecords(action: string): Promise<AuditRecord[]> {
      const { items } = await portal
        .as('ada')
        .listAuditRecords({ action, limit: 5 });
      return items;
    },
  };
}

export type TemplatesPortal = Awaited<ReturnType<typeof startTemplatesPortal>>;

/** What the API answers: `accepted`, or the status and the message. */
export function refusal(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => 'accepted',
    error => `${error.response.status} ${error.cause.message}`,
  );
}

/** An entity as people write it. */
export function sourceOf(entity: Entity): string {
  const { etag, ...metadata } = entity.metadata;
  return stringify({ ...entity, metadata });
}
