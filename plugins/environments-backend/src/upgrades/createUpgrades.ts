import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ApprovalTerms } from '../approvals/approvalTerms';
import { Clusters } from '../clusters/Clusters';
import { LeaseTerms } from '../domain/lease';
import { Store } from '../database/Store';
import { AuthorizedDriftService } from '../drift/AuthorizedDriftService';
import { DefaultDriftService } from '../drift/DefaultDriftService';
import { DriftSweep } from '../drift/DriftSweep';
import { Policies } from '../policies/Policies';
import { Authorizer } from '../service/Authorizer';
import { AuthorizedRolloutsService } from './AuthorizedRolloutsService';
import { AuthorizedUpgradesService } from './AuthorizedUpgradesService';
import { DefaultRolloutsService } from './DefaultRolloutsService';
import { DefaultUpgradesService } from './DefaultUpgradesService';
import { RolloutDriver } from './RolloutDriver';

/** Puts together what serves environments that are there: upgrades, rollouts and drift. */
export function createUpgrades(options: {
  store: Store;
  clusters: Clusters;
  catalog: CatalogService;
  authorizer: Authorizer;
  logger: LoggerService;
  policies: Policies;
  leaseTerms?: LeaseTerms;
  approvalTerms?: ApprovalTerms;
  /** How often clusters are compared. */
  driftEverySeconds?: number;
}) {
  const { authorizer, store, driftEverySeconds } = options;
  const inner = DefaultUpgradesService.create(options);
  const driver = new RolloutDriver({ ...options, upgrades: inner });
  const sweep = new DriftSweep({ ...options, everySeconds: driftEverySeconds });
  return {
    upgrades: new AuthorizedUpgradesService({ inner, authorizer, store }),
    changeMaker: inner,
    rollouts: new AuthorizedRolloutsService({
      inner: DefaultRolloutsService.create({
        store,
        goOn: id => driver.goOn(id),
      }),
      authorizer,
      store,
    }),
    drift: new AuthorizedDriftService({
      inner: DefaultDriftService.create(options),
      authorizer,
      store,
    }),
    async schedule(scheduler: SchedulerService) {
      await driver.schedule(scheduler);
      await sweep.schedule(scheduler);
    },
    async stop() {
      await sweep.stop();
    },
  };
}
