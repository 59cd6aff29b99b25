import { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { AccessRevoker } from '../access/AccessRevoker';
import { ElevationSweep } from '../access/ElevationSweep';
import { ElevationsService } from '../access/ElevationsService';
import { ApprovalSweep } from '../approvals/ApprovalSweep';
import { ApprovalsService } from '../approvals/ApprovalsService';
import { PendingChanges } from '../approvals/PendingChanges';
import { DEFAULT_APPROVAL_TERMS } from '../approvals/approvalTerms';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { DefaultDriftService } from '../drift/DefaultDriftService';
import { DriftSweep } from '../drift/DriftSweep';
import { DEFAULT_LEASE_TERMS } from '../domain/lease';
import { DefaultLifecycleService } from '../lifecycle/DefaultLifecycleService';
import { HibernationSweep } from '../lifecycle/HibernationSweep';
import { LeaseSweep } from '../lifecycle/LeaseSweep';
import { Limits } from '../limits/Limits';
import { WaitingList } from '../limits/WaitingList';
import { Policies } from '../policies/Policies';
import { PolicyRules } from '../policies/policiesConfig';
import { WarmPool } from '../pool/WarmPool';
import { Reconciler } from '../reconciler/Reconciler';
import { StraySweep } from '../reconciler/StraySweep';
import { Sweep } from '../reconciler/Sweep';
import { DefaultEnvironmentsService } from '../service/DefaultEnvironmentsService';
import { TemplateSource } from '../service/TemplateSource';
import { TemplateFiles } from '../templates/TemplateFiles';
import { TemplateRegistrar } from '../templates/TemplateRegistrar';
import {
  everybodysAuthorizer,
  nobodysAuthorizer,
} from '../testing/authorizers';
import { deliverRevision } from '../testing/deliverRevision';
import { DefaultUpgradesService } from '../upgrades/DefaultUpgradesService';
import { AGREE_WITHIN_SECONDS, modelTemplate } from './modelTemplate';
import { APPROVERS, OPS, newCaller, visitorsAuthorizer } from './people';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { SharesService } from '../access/SharesService';
import { OwnersSweep } from '../owners/OwnersSweep';
import { AuthorizedEnvironmentsService } from '../service/AuthorizedEnvironmentsService';

export type ModelServices = Awaited<ReturnType<typeof createServices>>;

/** What the plugin puts together of services and sweeps, for people of whom some may do everything. */
export async function createServices(
  knex: Knex,
  shared: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    limits: Limits;
    logger: LoggerService;
  },
) {
  const { store, catalog, logger } = shared;
  const auth = mockServices.auth();
  const registrar = new TemplateRegistrar({
    catalog,
    auth,
    store,
    files: new TemplateFiles({
      urlReader: mockServices.urlReader.mock(),
      logger,
    }),
    lostAfterMinutes: 60,
    logger,
  });
  const templates = new TemplateSource({ ...shared, registrar });
  const policies = new Policies({ ...shared, rules: PolicyRules.none(), auth });
  const leaseTerms = { ...DEFAULT_LEASE_TERMS, approvers: [APPROVERS] };
  const approvalTerms = {
    ...DEFAULT_APPROVAL_TERMS,
    expireAfterSeconds: AGREE_WITHIN_SECONDS,
  };
  const terms = { policies, leaseTerms, approvalTerms };
  const environments = DefaultEnvironmentsService.create({
    ...shared,
    ...terms,
    auth,
    templates,
    registrar,
  });
  const lifecycle = DefaultLifecycleService.create({
    ...shared,
    ...terms,
    auth,
    environments,
  });
  const upgrades = DefaultUpgradesService.create({ ...shared, ...terms });
  const visible = { store, authorizer: visitorsAuthorizer };
  const readable = new AuthorizedEnvironmentsService({
    ...visible,
    inner: environments,
  });
  const notifications: NotificationService = { async send() {} };
  const template = await environments.getTemplate(
    newCaller(),
    'environmenttemplate:default/shop',
  );
  const next = await deliverRevision(knex, modelTemplate('Ahoy'));
  const reconciler = new Reconciler(shared);
  const strays = new StraySweep(shared);
  const drift = new DriftSweep(shared);
  const owners = new OwnersSweep({
    ...shared,
    auth,
    notifications,
    policies,
    config: new ConfigReader({ environments: { roles: { ops: [OPS] } } }),
  });
  const pool = new WarmPool({
    ...shared,
    templates,
    pools: [{ template: template.ref, size: 1 }],
  });
  return {
    environments,
    template,
    revisions: [template.revision, next],
    lifecycle,
    upgrades,
    elevations: new ElevationsService({
      ...shared,
      authorizer: everybodysAuthorizer,
    }),
    approvals: new ApprovalsService({
      ...shared,
      auth,
      authorizer: nobodysAuthorizer,
      changes: new PendingChanges({ store, makers: { lifecycle, upgrades } }),
      // The waiting list is looked after when the test says so.
      onAdmitted() {},
    }),
    drift: DefaultDriftService.create(shared),
    shares: new SharesService({
      ...visible,
      leaseTerms,
      environments: readable,
    }),
    readable,
    reconciler,
    sweeps: {
      operations: new Sweep(shared),
      leases: new LeaseSweep({ ...shared, notifications, leaseTerms }),
      plans: new HibernationSweep(shared),
      strays,
      drift,
      pool,
      elevations: new ElevationSweep(shared),
      access: new AccessRevoker(shared),
      waiting: new WaitingList({ ...shared, notifications }),
      approvals: new ApprovalSweep({
        ...shared,
        auth,
        notifications,
        terms: approvalTerms,
      }),
      owners,
    },

    async stop(): Promise<void> {
      await Promise.all([strays.stop(), drift.stop(), owners.stop()]);
    },
  };
}
