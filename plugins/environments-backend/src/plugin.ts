import {
  RootConfigService,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import { environmentsPermissions } from '@sandlot/plugin-environments-common';
import { environmentsAuditExtensionPoint } from '@sandlot/plugin-environments-node';
import { AuditMirror } from './audit/AuditMirror';
import { createAudit } from './audit/createAudit';
import { CreateSigner } from './audit/sealing/readLogKeys';
import { Clusters } from './clusters/Clusters';
import { Store } from './database/Store';
import { ClusterReachability } from './health/ClusterReachability';
import { HealthReports } from './health/HealthReports';
import { TaskRuns } from './health/TaskRuns';
import { createApprovals } from './approvals/createApprovals';
import { Limits } from './limits/Limits';
import { WaitingList } from './limits/WaitingList';
import { Metrics } from './metrics/Metrics';
import { Reconciler } from './reconciler/Reconciler';
import { StraySweep } from './reconciler/StraySweep';
import { Sweep } from './reconciler/Sweep';
import { createRouter } from './router/createRouter';
import { readRateLimits } from './router/limitRate';
import { AuditService } from './service/AuditService';
import { AuthorizedEnvironmentsService } from './service/AuthorizedEnvironmentsService';
import { Authorizer } from './service/Authorizer';
import { ChangeNotifier } from './service/ChangeNotifier';
import { DefaultEnvironmentsService } from './service/DefaultEnvironmentsService';
import { Gatekeeper } from './service/Gatekeeper';
import { createTemplates } from './templates/createTemplates';
import { createLifecycle } from './lifecycle/createLifecycle';
import { readApprovalTerms } from './approvals/approvalTerms';
import { Policies } from './policies/Policies';
import { PolicyRules } from './policies/policiesConfig';
import { readLeaseTerms } from './lifecycle/readLeaseTerms';
import { createUpgrades } from './upgrades/createUpgrades';
import { environmentResourceRef, environmentRules } from './service/rules';

const DEFAULT_CONCURRENCY = 16;

/** Without the framework everybody would be allowed everything, and the log would say so. */
function requirePermissions(config: RootConfigService): void {
  if (config.getOptionalBoolean('permission.enabled') !== true) {
    throw new Error(
      "The environments plugin needs Backstage's permission framework: set permission.enabled to true",
    );
  }
}

/**
 * Sandbox environments on Kubernetes: the API, the engine and the log.
 *
 * @public
 */
export const environmentsPlugin = createBackendPlugin({
  pluginId: 'environments',
  register(env) {
    const signers: CreateSigner[] = [];
    env.registerExtensionPoint(environmentsAuditExtensionPoint, {
      addSigner: createSigner => {
        signers.push(createSigner);
      },
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { config, lifecycle, logger, permissionsRegistry } = services;
        requirePermissions(config);
        const tasks = new TaskRuns();
        const scheduler = tasks.watch(services.scheduler);
        const reachability = new ClusterReachability();
        const metrics = Metrics.create(reachability);
        const leaseTerms = readLeaseTerms(config);
        const clusters = Clusters.fromConfig(config, metrics.called);
        const limits = Limits.fromConfig(config, clusters);
        const policies = new Policies({
          ...services,
          rules: PolicyRules.fromConfig(config),
          clusters,
        });
        const approvalTerms = readApprovalTerms(config);
        const store = await Store.create(services.database, logger);

        permissionsRegistry.addResourceType({
          resourceRef: environmentResourceRef,
          permissions: environmentsPermissions.filter(one =>
            isResourcePermission(one),
          ),
          rules: Object.values(environmentRules),
          getResources: ids => store.environments.findByIds(ids),
        });
        permissionsRegistry.addPermissions(
          environmentsPermissions.filter(one => !isResourcePermission(one)),
        );

        const mirror = new AuditMirror(services.auditor, logger);
        const notifier = new ChangeNotifier(services);
        store.onCommit(({ records, environmentIds, templateRefs }) => {
          mirror.mirror(records);
          notifier.changed(environmentIds);
          if (templateRefs.length > 0) notifier.templatesChanged();
        });

        const authorizer = new Authorizer(services);
        const templates = createTemplates({
          ...services,
          scheduler,
          store,
          clusters,
          authorizer,
        });
        const inner = DefaultEnvironmentsService.create({
          store,
          clusters,
          catalog: services.catalog,
          auth: services.auth,
          leaseTerms,
          limits,
          policies,
          approvalTerms,
          registrar: templates.registrar,
          templates: templates.source,
          portalUrl: config.getOptionalString('backend.baseUrl'),
        });
        metrics.followRequests(() => inner.waiting);
        const environments = new AuthorizedEnvironmentsService({
          inner,
          authorizer,
          store,
        });
        const life = createLifecycle({
          ...services,
          policies,
          store,
          clusters,
          authorizer,
          environments,
          templates: templates.source,
          leaseTerms,
          approvalTerms,
          limits,
        });
        const log = await createAudit({
          ...services,
          store,
          clusters,
          authorizer,
          signers,
        });
        const waitingList = new WaitingList({
          ...services,
          store,
          clusters,
          limits,
        });
        const changes = createUpgrades({
          policies,
          leaseTerms,
          approvalTerms,
          store,
          clusters,
          catalog: services.catalog,
          authorizer,
          logger,
          driftEverySeconds: config.getOptionalNumber(
            'environments.drift.everySeconds',
          ),
        });
        const approvals = createApprovals({
          ...services,
          store,
          clusters,
          limits,
          authorizer,
          templates: templates.source,
          policies,
          terms: approvalTerms,
          makers: {
            lifecycle: life.changeMaker,
            upgrades: changes.changeMaker,
          },
          onAdmitted: () => void waitingList.run(),
        });
        services.httpRouter.use(
          createRouter({
            ...services,
            ...changes,
            ...life,
            ...approvals,
            environments,
            templates,
            audit: new AuditService({ store, authorizer }),
            proofs: log.proofs,
            exports: log.exports,
            sinks: log.sinks,
            reports: log.reports,
            health: new HealthReports({
              gatekeeper: new Gatekeeper({ authorizer, store }),
              clusters,
              database: store.health,
              reachability,
              tasks,
            }),
            store,
            rateLimits: readRateLimits(config),
          }),
        );

        const reconciler = new Reconciler({
          store,
          clusters,
          logger,
          afterFailure: templates.afterFailure,
          onRetry: metrics.follow(store, logger),
        });
        const strays = new StraySweep({ store, clusters, logger });
        lifecycle.addStartupHook(async () => {
          await store.jobs.work(
            config.getOptionalNumber('environments.worker.concurrency') ??
              DEFAULT_CONCURRENCY,
            async operationId => {
              await reconciler.run(operationId);
            },
          );
          metrics.followLog(log.measure, logger);
          await log.schedule(scheduler);
          await templates.schedule();
          await new Sweep({ store, logger }).schedule(scheduler);
          await strays.schedule(scheduler);
          await waitingList.schedule(scheduler);
          await approvals.schedule(scheduler);
          await life.schedule(scheduler);
          await changes.schedule(scheduler);
        });
        lifecycle.addShutdownHook(async () => {
          await changes.stop();
          await life.stop();
          await strays.stop();
          await store.jobs.stop();
          await log.stop();
          metrics.stop();
          await clusters.close();
        });
      },
    });
  },
});
