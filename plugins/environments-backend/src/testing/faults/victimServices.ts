import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';

/**
 * Stands in a victim's bundle in the place of `@backstage/backend-test-utils`, of
 * which an engine needs these few lines and brings whole clouds, compilers and
 * Docker: most of the time of a process that lives for one call.
 */
export const mockServices = {
  database: ({
    knex,
    ...options
  }: {
    knex: Knex;
    migrations?: { skip?: boolean };
  }) => ({ getClient: async () => knex, ...options }),
  rootConfig: ({ data }: { data: JsonObject }) => new ConfigReader(data),
  auth: () => ({
    getOwnServiceCredentials: async () =>
      credentialsOf({ type: 'service', subject: 'plugin:environments' }),
  }),
};

export const mockCredentials = {
  user: (userEntityRef: string) =>
    credentialsOf({ type: 'user', userEntityRef }),
};

/** The catalog's own stand-in wants it for its mocks, of which there are none here. */
export const createServiceMock = () => undefined;

function credentialsOf(principal: JsonObject) {
  return { $$type: '@backstage/BackstageCredentials', principal };
}
