import {
  AuthService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ApprovalTerms } from '../approvals/approvalTerms';
import { AccessRevoker } from '../access/AccessRevoker';
import { ElevationNotices } from '../access/ElevationNotices';
import { ElevationSweep } from '../access/ElevationSweep';
import { ElevationsService } from '../access/ElevationsService';
import { SharesService } from '../access/SharesService';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { LeaseTerms } from '../domain/lease';
import { Limits } from '../limits/Limits';
import { Authorizer } from '../service/Authorizer';
import { EnvironmentsService } from '../service/EnvironmentsService';
import { WarmPool } from '../pool/WarmPool';
import { readPools } from '../pool/readPools';
import { readRole } from '../service/readRole';
import { TemplateSource } from '../service/TemplateSource';
import { AuthorizedLifecycleService } from './AuthorizedLifecycleService';
import { DefaultLifecycleService } from './DefaultLifecycleService';
import { Policies } from '../policies/Policies';
import { HibernationSweep } from './HibernationSweep';
import { LeaseSweep } from './LeaseSweep';
import { OwnersSweep } from '../owners/OwnersSweep';

/** Puts together what serves the life of environments: requests, and what time does. */
export function createLifecycle(options: {
  store: Store;
  clusters: Clusters;
  catalog: CatalogService;
  auth: AuthService;
  authorizer: Authorizer;
  environments: EnvironmentsService;
  templates: TemplateSource;
  notifications: NotificationService;
  config: RootConfigService;
  leaseTerms: LeaseTerms;
  approvalTerms: ApprovalTerms;
  limits: Limits;
  policies: Policies;
  logger: LoggerService;
}) {
  const { authorizer, store } = options;
  const inner = DefaultLifecycleService.create(options);
  const pool = new WarmPool({ ...options, pools: readPools(options.config) });
  store.onCommit(({ records }) => {
    if (records.some(({ action }) => action === 'environment.claim')) {
      void pool.run();
    }
  });
  const owners = new OwnersSweep(options);
  return {
    shares: new SharesService(options),
    lifecycle: new AuthorizedLifecycleService({ inner, authorizer, store }),
    changeMaker: inner,
    elevations: new ElevationsService(options),
    async schedule(scheduler: SchedulerService) {
      await new AccessRevoker(options).schedule(scheduler);
      await new ElevationSweep(options).schedule(scheduler);
      await new ElevationNotices(options).schedule(scheduler);
      await pool.schedule(scheduler);
      await new LeaseSweep({
        ...options,
        ops: readRole(options.config, 'ops'),
      }).schedule(scheduler);
      await new HibernationSweep(options).schedule(scheduler);
      await owners.schedule(scheduler);
    },
    /** Lets another backend look after what one of many does. */
    stop: () => owners.stop(),
  };
}
