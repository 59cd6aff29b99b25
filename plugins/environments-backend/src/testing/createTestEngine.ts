import { LoggerService, UrlReaderService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { OperationRequest, Stage } from '@sandlot/plugin-environments-common';
import { FrozenCheck } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Cluster } from '../clusters/Cluster';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { LeaseTerms } from '../domain/lease';
import { planStages } from '../domain/stages';
import { DefaultLifecycleService } from '../lifecycle/DefaultLifecycleService';
import { Policies } from '../policies/Policies';
import { PolicyRules } from '../policies/policiesConfig';
import { Reconciler } from '../reconciler/Reconciler';
import { StraySweep } from '../reconciler/StraySweep';
import { Sweep } from '../reconciler/Sweep';
import { Caller } from '../service/Caller';
import { DefaultEnvironmentsService } from '../service/DefaultEnvironmentsService';
import { TemplateSource } from '../service/TemplateSource';
import { readLostAfterMinutes } from '../templates/readLostAfterMinutes';
import { StopTheLine } from '../templates/StopTheLine';
import { TemplateFiles } from '../templates/TemplateFiles';
import { TemplateRegistrar } from '../templates/TemplateRegistrar';
import { shippedTemplates } from './shippedTemplates';
import { TestCatalog, createTestCatalog } from './testCatalog';
import { until } from './until';

const OWNER = 'group:default/team-harbor';

/** Service, store and reconciler as the plugin puts them together, without HTTP and without workers. */
export async function createTestEngine(options: {
  knex: Knex;
  cluster: Cluster;
  /** In the place of one of its own, for engines that share one. */
  catalog?: TestCatalog;
  /** Of the configuration. */
  config?: JsonObject;
  /** Mocks if absent, which need Jest. */
  logger?: LoggerService;
  urlReader?: UrlReaderService;
  /** Of its workers, in the place of the engine's own. */
  leaseSeconds?: number;
  /** Of leases, where they are not those of every portal. */
  leaseTerms?: LeaseTerms;
  /** Another engine has made the tables of this database. */
  isMigrated?: boolean;
}) {
  const logger = options.logger ?? mockServices.logger.mock();
  const store = await Store.create(
    mockServices.database({
      knex: options.knex,
      migrations: { skip: options.isMigrated ?? false },
    }),
    logger,
  );
  const clusters = Clusters.create([options.cluster]);
  const config = mockServices.rootConfig({ data: options.config ?? {} });
  const catalog = options.catalog ?? createTestCatalog(shippedTemplates());
  const registrar = new TemplateRegistrar({
    catalog: catalog.service,
    auth: mockServices.auth(),
    store,
    files: new TemplateFiles({
      urlReader: options.urlReader ?? mockServices.urlReader.mock(),
      logger,
    }),
    lostAfterMinutes: readLostAfterMinutes(config),
    logger,
  });
  const { leaseTerms } = options;
  const policies = new Policies({
    rules: PolicyRules.none(),
    catalog: catalog.service,
    auth: mockServices.auth(),
    clusters,
  });
  const service = DefaultEnvironmentsService.create({
    store,
    clusters,
    leaseTerms,
    policies,
    catalog: catalog.service,
    auth: mockServices.auth(),
    registrar,
    templates: new TemplateSource({
      catalog: catalog.service,
      store,
      registrar,
    }),
  });
  const lifecycle = DefaultLifecycleService.create({
    store,
    clusters,
    leaseTerms,
    catalog: catalog.service,
    auth: mockServices.auth(),
    environments: service,
  });
  const stopTheLine = StopTheLine.fromConfig(config);
  const reconciler = new Reconciler({
    store,
    clusters,
    logger,
    leaseSeconds: options.leaseSeconds,
    afterFailure: (...failed) => stopTheLine.afterFailure(...failed),
  });

  return {
    store,
    service,
    lifecycle,
    policies,
    reconciler,
    catalog,
    registrar,
    newCaller,
    sweep: new Sweep({ store, logger }),
    straySweep: new StraySweep({ store, clusters, logger }),

    /** Asks for an environment from one of the templates that ship. */
    async request(name: string, template: string = 'service-sandbox') {
      const caller = newCaller();
      const { ref, revision } = await service.getTemplate(
        caller,
        `environmenttemplate:default/${template}`,
      );
      const { environment, operation } = await service.create(
        caller,
        { template: ref, revision, name, owner: OWNER, parameters: {} },
        uuidv7(),
      );
      return { environmentId: environment.id, operationId: operation.id };
    },

    /** @returns id of the operation */
    async ask(environmentId: string, kind: OperationRequest['kind']) {
      const { operation } = await lifecycle.request(
        newCaller(),
        environmentId,
        { kind },
        uuidv7(),
      );
      return operation.id;
    },

    async requestDeletion(environmentId: string) {
      const { operation } = await service.delete(newCaller(), environmentId);
      return operation.id;
    },

    /** Works on the operation as often as it is due, until it is done. */
    async finish(operationId: string) {
      return until(async () => {
        const operation = (await store.operations.get(operationId))!;
        if (operation.finishedAt) return operation;
        await reconciler.run(operationId);
        return undefined;
      });
    },

    /** A check of what `service-sandbox` runs, for an environment of this name. */
    check(
      name: string,
      check: Pick<FrozenCheck, 'name' | 'that' | 'message' | 'context'> &
        Partial<FrozenCheck>,
    ): FrozenCheck {
      return {
        object: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        timeoutSeconds: 300,
        origin: 'template',
        ...check,
      };
    },

    /** Gives an environment that was asked for, and not begun, checks of its own. */
    async freezeChecks(environmentId: string, checks: FrozenCheck[]) {
      const environment = (await store.environments.get(environmentId))!;
      await options
        .knex('environments')
        .where({ id: environmentId })
        .update({ checks: JSON.stringify(checks) });
      await options
        .knex('operations')
        .where({ id: environment.operationId })
        .update({
          stages: JSON.stringify(
            planStages('create', environment.manifests, checks),
          ),
        });
    },

    /** As time does: a stage began so many seconds ago. */
    async ageStage(operationId: string, name: Stage['name'], seconds: number) {
      const { stages } = (await store.operations.get(operationId))!;
      const startedAt = new Date(Date.now() - seconds * 1000).toISOString();
      await options
        .knex('operations')
        .where({ id: operationId })
        .update({
          stages: JSON.stringify(
            stages.map(stage =>
              stage.name === name ? { ...stage, startedAt } : stage,
            ),
          ),
        });
    },

    /** As time does: the lease of a worker that died runs out. */
    async expireLease(operationId: string) {
      await options
        .knex('operations')
        .where({ id: operationId })
        .update({
          lease_expires_at: options.knex.raw(
            "clock_timestamp() - interval '1 s'",
          ),
          next_run_at: options.knex.raw("clock_timestamp() - interval '10 s'"),
        });
    },

    /** The records of an operation, oldest first. */
    async trail(operationId: string) {
      const rows = await options
        .knex('audit_log')
        .where({ operation_id: operationId })
        .orderBy('seq');
      return rows.map(({ record }) => record);
    },
  };
}

export type TestEngine = Awaited<ReturnType<typeof createTestEngine>>;

const DANA = { ref: 'user:default/dana', groups: [OWNER] };

function newCaller({ ref, groups } = DANA): Caller {
  return {
    credentials: mockCredentials.user(ref),
    actor: { ref, kind: 'user', groups, authMethod: 'test' },
    ownership: [ref, ...groups],
    source: {},
    correlationId: uuidv7(),
    authorization: {
      permission: 'environments.environment.create',
      decision: 'ALLOW',
      basis: 'test',
    },
  };
}
