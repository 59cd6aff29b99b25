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

/** Every permission of the plugin. @public */
export const environmentsPermissions = [
  environmentCreatePermission,
  environmentReadPermission,
  environmentAccessPermission,
  environmentDeletePermission,
  environmentUpgradePermission,
  environmentHoldPermission,
  templateReportPermission,
  templateManagePermission,
  auditReadPermission,
];
