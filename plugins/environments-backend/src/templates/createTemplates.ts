import {
  AuthService,
  LoggerService,
  RootConfigService,
  SchedulerService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { AfterFailure } from '../reconciler/OperationScope';
import { Authorizer } from '../service/Authorizer';
import { Gatekeeper } from '../service/Gatekeeper';
import { TemplateSource } from '../service/TemplateSource';
import { HaltNotices } from './HaltNotices';
import { RevisionHalts } from './RevisionHalts';
import { readLostAfterMinutes } from './readLostAfterMinutes';
import { StopTheLine } from './StopTheLine';
import { TemplateFiles } from './TemplateFiles';
import { TemplateRegistrar } from './TemplateRegistrar';
import { TemplateReports } from './TemplateReports';
import { Workbench } from './Workbench';

/** All that the portal knows and does about templates. */
export interface Templates {
  registrar: TemplateRegistrar;
  source: TemplateSource;
  reports: TemplateReports;
  halts: RevisionHalts;
  workbench: Workbench;
  /** Counts failures, and halts what only fails. */
  afterFailure: AfterFailure;
  /** Follows the catalog from now on. */
  schedule(): Promise<void>;
}

/** Puts together what is about templates. @throws InputError for faults of the configuration */
export function createTemplates(options: {
  store: Store;
  clusters: Clusters;
  authorizer: Authorizer;
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  events: EventsService;
  logger: LoggerService;
  notifications: NotificationService;
  scheduler: SchedulerService;
  urlReader: UrlReaderService;
}): Templates {
  const { store, catalog, scheduler, events } = options;
  const registrar = new TemplateRegistrar({
    ...options,
    files: new TemplateFiles(options),
    lostAfterMinutes: readLostAfterMinutes(options.config),
  });
  const source = new TemplateSource({ catalog, store, registrar });
  const gatekeeper = new Gatekeeper(options);
  const reports = new TemplateReports({ store, gatekeeper });
  const notices = new HaltNotices(options);
  const stopTheLine = StopTheLine.fromConfig(options.config);
  store.onCommit(({ records }) => {
    if (records.some(({ action }) => action === 'template.halt')) {
      void notices.run();
    }
  });
  return {
    registrar,
    source,
    reports,
    halts: new RevisionHalts({ store, gatekeeper, reports }),
    workbench: new Workbench({
      ...options,
      templates: source,
      registrar,
      gatekeeper,
    }),
    afterFailure: (tx, operation, environment) =>
      stopTheLine.afterFailure(tx, operation, environment),
    async schedule() {
      await registrar.schedule(scheduler, events);
      await notices.schedule(scheduler);
    },
  };
}
