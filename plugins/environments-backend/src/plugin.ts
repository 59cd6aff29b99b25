import {
  RootConfigService,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { environmentsPermissions } from '@sandlot/plugin-environments-common';
import { AuditMirror } from './audit/AuditMirror';
import { Clusters } from './clusters/Clusters';
import { Store } from './database/Store';
import { Reconciler } from './reconciler/Reconciler';
import { StraySweep } from './reconciler/StraySweep';
import { Sweep } from './reconciler/Sweep';
import { createRouter } from './router/createRouter';
import { AuditService } from './service/AuditService';
import { AuthorizedEnvironmentsService } from './service/AuthorizedEnvironmentsService';
import { Authorizer } from './service/Authorizer';
import { ChangeNotifier } from './service/ChangeNotifier';
import { DefaultEnvironmentsService } from './service/DefaultEnvironmentsService';
import { createTemplates } from './templates/createTemplates';
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
        const clusters = Clusters.fromConfig(config);
        const store = await Store.create(services.database, logger);

        permissionsRegistry.addResourceType({
          resourceRef: environmentResourceRef,
          permissions: environmentsPermissions,
          rules: Object.values(environmentRules),
          getResources: ids => store.environments.findByIds(ids),
        });

        const mirror = new AuditMirror(services.auditor, logger);
        const notifier = new ChangeNotifier(services);
        store.onCommit(({ records, environmentIds, templateRefs }) => {
          mirror.mirror(records);
          environmentIds.forEach(id => notifier.changed(id));
          if (templateRefs.length > 0) notifier.templatesChanged();
        });

        const authorizer = new Authorizer(services);
        const templates = createTemplates({
          ...services,
          store,
          clusters,
          authorizer,
        });
        const environments = new AuthorizedEnvironmentsService({
          inner: DefaultEnvironmentsService.create({
            store,
            clusters,
            catalog: services.catalog,
            registrar: templates.registrar,
            templates: templates.source,
          }),
          authorizer,
          store,
        });
        const changes = createUpgrades({
          store,
          clusters,
          catalog: services.catalog,
          authorizer,
          logger,
          driftEverySeconds: config.getOptionalNumber(
            'environments.drift.everySeconds',
          ),
        });
        services.httpRouter.use(
          createRouter({
            ...services,
            ...changes,
            environments,
            templates,
            audit: new AuditService({ store, authorizer }),
            store,
          }),
        );

        const reconciler = new Reconciler({
          store,
          clusters,
          logger,
          afterFailure: templates.afterFailure,
        });
        lifecycle.addStartupHook(async () => {
          await store.jobs.work(
            config.getOptionalNumber('environments.worker.concurrency') ??
              DEFAULT_CONCURRENCY,
            async operationId => {
              await reconciler.run(operationId);
            },
          );
          await templates.schedule();
          await new Sweep({ store, logger }).schedule(services.scheduler);
          await new StraySweep({ store, clusters, logger }).schedule(
            services.scheduler,
          );
          await changes.schedule(services.scheduler);
        });
        lifecycle.addShutdownHook(async () => {
          await changes.stop();
          await store.jobs.stop();
          await clusters.close();
        });
      },
    });
  },
});
