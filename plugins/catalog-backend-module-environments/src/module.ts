import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplateProcessor } from './processor';
import { EnvironmentEntityProvider } from './provider';

/**
 * Teaches the catalog the kinds `EnvironmentTemplate` and `EnvironmentModule`
 * and shows environments in it. `catalog.rules` must allow the kinds.
 *
 * @public
 */
export const catalogModuleEnvironments = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'environments',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({
        auth,
        catalog,
        config,
        discovery,
        events,
        logger,
        scheduler,
      }) {
        catalog.addProcessor(new EnvironmentTemplateProcessor({ events }));
        catalog.addEntityProvider(
          new EnvironmentEntityProvider({
            auth,
            events,
            logger,
            client: new EnvironmentsClient({
              discoveryApi: discovery,
              fetchApi: { fetch },
            }),
            // Local: a global task would not run at the start, and what it
            // compares is cheap.
            taskRunner: scheduler.createScheduledTaskRunner({
              frequency: { minutes: 10 },
              timeout: { minutes: 5 },
              scope: 'local',
            }),
            appBaseUrl: config.getString('app.baseUrl').replace(/\/$/, ''),
          }),
        );
      },
    });
  },
});
