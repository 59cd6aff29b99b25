import {
  BackstageCredentials,
  BackstageUserInfo,
  BackstageUserPrincipal,
  PermissionsService,
  PermissionsServiceRequestOptions,
  RootLoggerService,
  ServiceFactory,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  NotificationSendOptions,
  notificationService,
} from '@backstage/plugin-notifications-node';
import {
  AuthorizeResult,
  Permission,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { JsonObject } from '@backstage/types';
import { EnvironmentsPolicy } from '@sandlot/plugin-permission-backend-module-environments';
import {
  EnvironmentsClient,
  Operation,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import environmentsPlugin from '..';
import { shippedTemplates } from './shippedTemplates';
import { TestCatalog, createTestCatalog } from './testCatalog';
import { until } from './until';

/** The people of the tests, and the groups that they are in. */
const people = {
  dana: 'group:default/team-harbor',
  milo: 'group:default/team-orchard',
  sten: 'group:default/team-quay',
  drew: 'group:default/team-harbor',
  olu: 'group:default/platform-ops',
  oki: 'group:default/platform-ops',
  ada: 'group:default/audit',
};
export type Person = keyof typeof people;

export interface TestPortal {
  url: string;
  as(person: Person): EnvironmentsClient;
  /** For requests that the typed client would not send. */
  fetchAs(person: Person, path: string, init?: RequestInit): Promise<Response>;
  /** What the catalog has; it may be shared by portals. */
  catalog: TestCatalog;
  /** As time does: the portal looks at the catalog once more. */
  readCatalog(): Promise<void>;
  /** As time does: a task that runs now and then runs now. */
  runTask(id: string): Promise<void>;
  /** Waits until the operation is done, whichever way. */
  finished(operationId: string): Promise<Operation>;
  stop(): Promise<void>;
}

function fetchWith(
  person: Person,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const headers = new Headers(init?.headers);
  headers.set(
    'Authorization',
    mockCredentials.user.header(`user:default/${person}`),
  );
  return fetch(input, { ...init, headers });
}

function userInfoOf({ principal }: BackstageCredentials): BackstageUserInfo {
  const { userEntityRef } = principal as BackstageUserPrincipal;
  const person = userEntityRef.split('/')[1] as Person;
  return {
    userEntityRef,
    ownershipEntityRefs: [userEntityRef, people[person]],
  };
}

const userInfoFactory = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () => ({
    getUserInfo: async credentials => userInfoOf(credentials),
  }),
});

function loggerFactory(logged: (...said: unknown[]) => void) {
  const logger: RootLoggerService = {
    error: logged,
    warn: logged,
    info: logged,
    debug: logged,
    child: () => logger,
  };
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger,
  });
}

// The permission backend takes no conditional questions under mocked
// authentication, so the policy is asked without it.
const permissionsFactory = createServiceFactory({
  service: coreServices.permissions,
  deps: { config: coreServices.rootConfig },
  factory({ config }) {
    const policy = EnvironmentsPolicy.fromConfig(config);
    const decide = (
      requests: { permission: Permission }[],
      { credentials }: PermissionsServiceRequestOptions,
    ) =>
      Promise.all(
        requests.map(request =>
          // As the framework does: services are not asked about.
          (credentials.principal as { type: string }).type === 'service'
            ? { result: AuthorizeResult.ALLOW }
            : policy.handle(request, {
                credentials,
                info: userInfoOf(credentials),
              } as PolicyQueryUser),
        ),
      );
    return {
      authorize: decide,
      authorizeConditional: decide,
    } as PermissionsService;
  },
});

/**
 * The plugin under our own policy, on a real PostgreSQL, spoken to over HTTP.
 */
export async function startTestPortal(options: {
  knex: Knex;
  /** `environments.clusters` of the configuration. */
  clusters: JsonObject[];
  templates?: Entity[];
  /** In the place of one of its own with `templates`. */
  catalog?: TestCatalog;
  /** More of `environments` of the configuration. */
  config?: JsonObject;
  /** Hears of each notification; without it there is nobody to send them. */
  notify?: (notification: NotificationSendOptions) => Promise<void>;
  /** Hears of all that is logged; without it nobody does. */
  logged?: (...said: unknown[]) => void;
}): Promise<TestPortal> {
  const catalog =
    options.catalog ??
    createTestCatalog(options.templates ?? shippedTemplates());
  const scheduler = mockServices.scheduler() as ReturnType<
    typeof mockServices.scheduler
  > & { factory(): ServiceFactory };
  const { server } = await startTestBackend({
    features: [
      environmentsPlugin,
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          environments: {
            clusters: options.clusters,
            roles: { ops: [people.olu], auditors: [people.ada] },
            rateLimit: { requestsPerMinute: 0, changesPerMinute: 0 },
            ...options.config,
          },
        },
      }),
      mockServices.database.factory({ knex: options.knex }),
      permissionsFactory,
      scheduler.factory(),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog.service,
      }),
      ...(options.notify
        ? [
            createServiceFactory({
              service: notificationService,
              deps: {},
              factory: () => ({ send: options.notify! }),
            }),
          ]
        : []),
      userInfoFactory,
      ...(options.logged ? [loggerFactory(options.logged)] : []),
    ],
  });
  const url = `http://127.0.0.1:${server.port()}/api/environments`;
  const fetchAs: TestPortal['fetchAs'] = (person, path, init) =>
    fetchWith(person, `${url}${path}`, init);
  const as = (person: Person) =>
    new EnvironmentsClient({
      discoveryApi: { getBaseUrl: async () => url },
      fetchApi: {
        fetch: (input, init) => fetchWith(person, input, init),
      },
    });
  return {
    url,
    as,
    fetchAs,
    catalog,
    readCatalog: () => scheduler.triggerTask('environments-templates'),
    runTask: id => scheduler.triggerTask(id),
    async finished(operationId) {
      const ops = as('olu');
      return until(async () => {
        const operation = await ops.getOperation(operationId);
        return operation.finishedAt !== undefined && operation;
      });
    },
    async stop() {
      await new Promise(done => server.close(done));
    },
  };
}
