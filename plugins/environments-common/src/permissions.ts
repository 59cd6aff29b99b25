import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of environments in the permission framework. @public */
export const RESOURCE_TYPE_ENVIRONMENT = 'environment';

/** Ask for a new environment. @public */
export const environmentCreatePermission = createPermission({
  name: 'environments.environment.create',
  attributes: { action: 'create' },
});

/** See an environment, its operations and its objects. @public */
export const environmentReadPermission = createPermission({
  name: 'environments.environment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Get a kubeconfig for an environment. @public */
export const environmentAccessPermission = createPermission({
  name: 'environments.environment.access',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** End an environment. @public */
export const environmentDeletePermission = createPermission({
  name: 'environments.environment.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Upgrade an environment, roll it back, decide on its drift. @public */
export const environmentUpgradePermission = createPermission({
  name: 'environments.environment.upgrade',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Keep rollouts away from an environment, and end that. @public */
export const environmentHoldPermission = createPermission({
  name: 'environments.environment.hold',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Extend, hibernate, resume and restore an environment. @public */
export const environmentManagePermission = createPermission({
  name: 'environments.environment.manage',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Give an environment to another owner, say who else may use it. @public */
export const environmentSharePermission = createPermission({
  name: 'environments.environment.share',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Keep an environment from expiry and deletion, and end that. @public */
export const environmentLegalHoldPermission = createPermission({
  name: 'environments.environment.legalHold',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Agree that somebody else gets more rights in an environment for minutes, and end that. @public */
export const elevationDecidePermission = createPermission({
  name: 'environments.elevation.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Extend a lease beyond what its template gives. @public */
export const leaseOverridePermission = createPermission({
  name: 'environments.lease.override',
  attributes: { action: 'update' },
});

/** See all approvals and try what policies say; deciding needs no permission but to be asked. @public */
export const policyReportPermission = createPermission({
  name: 'environments.policy.report',
  attributes: { action: 'read' },
});

/** See how templates fare: revisions, what runs on them, rollouts. @public */
export const templateReportPermission = createPermission({
  name: 'environments.template.report',
  attributes: { action: 'read' },
});

/** Look after templates: workbench, drafts, halt and resume, rollouts. @public */
export const templateManagePermission = createPermission({
  name: 'environments.template.manage',
  attributes: { action: 'update' },
});

/** Read the audit log. @public */
export const auditReadPermission = createPermission({
  name: 'environments.audit.read',
  attributes: { action: 'read' },
});

/** Erase what names a person in the log, let parked sinks go on. @public */
export const auditManagePermission = createPermission({
  name: 'environments.audit.manage',
  attributes: { action: 'update' },
});

/** Every permission of the plugin. @public */
export const environmentsPermissions = [
  environmentCreatePermission,
  environmentReadPermission,
  environmentAccessPermission,
  environmentDeletePermission,
  environmentUpgradePermission,
  environmentHoldPermission,
  environmentManagePermission,
  environmentSharePermission,
  environmentLegalHoldPermission,
  elevationDecidePermission,
  leaseOverridePermission,
  policyReportPermission,
  templateReportPermission,
  templateManagePermission,
  auditReadPermission,
  auditManagePermission,
];
