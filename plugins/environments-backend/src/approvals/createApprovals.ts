import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { Limits } from '../limits/Limits';
import { Policies } from '../policies/Policies';
import { PolicySimulations } from '../policies/PolicySimulations';
import { Authorizer } from '../service/Authorizer';
import { Gatekeeper } from '../service/Gatekeeper';
import { TemplateSource } from '../service/TemplateSource';
import { ApprovalsService } from './ApprovalsService';
import { ApprovalSweep } from './ApprovalSweep';
import { ApprovalTerms } from './approvalTerms';
import { ChangeMaker } from './ChangeMaker';
import { Delegations } from './Delegations';
import { PendingChanges } from './PendingChanges';

/** Puts together what has to do with who must agree. */
export function createApprovals(options: {
  store: Store;
  clusters: Clusters;
  limits: Limits;
  authorizer: Authorizer;
  templates: TemplateSource;
  policies: Policies;
  terms: ApprovalTerms;
  catalog: CatalogService;
  auth: AuthService;
  notifications: NotificationService;
  logger: LoggerService;
  /** Who does what was agreed to. */
  makers: Record<'lifecycle' | 'upgrades', ChangeMaker>;
  onAdmitted: () => void;
}): {
  approvals: ApprovalsService;
  delegations: Delegations;
  simulations: PolicySimulations;
  schedule(scheduler: SchedulerService): Promise<void>;
} {
  const sweep = new ApprovalSweep(options);
  return {
    approvals: new ApprovalsService({
      ...options,
      changes: new PendingChanges(options),
    }),
    delegations: new Delegations(options),
    simulations: new PolicySimulations({
      ...options,
      gatekeeper: new Gatekeeper(options),
    }),
    schedule: scheduler => sweep.schedule(scheduler),
  };
}
